"""The site as it would be, drafts and all, on this machine only, rebuilt on every save."""
