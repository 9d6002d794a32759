"""Deploying: what a build has made, brought to a host as one transaction, and taken back."""
