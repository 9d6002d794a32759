"""What ssh knows of a host."""

from generator.deploy.kinds.known_hosts import RSA, algorithms

# As `ssh-keygen -H` has made them unreadable.
HASHED = "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 AAAA"


def test_the_kinds_of_key_that_are_known_are_asked_for() -> None:
    text = "a.example,10.0.0.1 ssh-ed25519 AAAA\na.example ssh-rsa AAAA\nb.example ecdsa AAAA\n"
    assert algorithms(text, "a.example", None) == ("ssh-ed25519", *RSA)
    assert algorithms(text, "10.0.0.1", 22) == ("ssh-ed25519",)


def test_a_port_of_its_own_belongs_to_the_name() -> None:
    text = "[a.example]:2222 ssh-ed25519 AAAA\na.example ssh-rsa AAAA\n"
    assert algorithms(text, "a.example", 2222) == ("ssh-ed25519",)
    assert algorithms(text, "A.example", 22) == RSA


def test_names_may_have_gaps_or_be_unreadable() -> None:
    assert algorithms("*.example ssh-ed25519 AAAA", "a.example", 22) == ("ssh-ed25519",)
    assert algorithms(HASHED, "192.168.1.61", 22) == ("ssh-ed25519",)
    assert algorithms(HASHED, "192.168.1.62", 22) == ()


def test_what_nobody_knows_may_show_what_it_likes() -> None:
    assert algorithms("", "a.example", 22) == ()
    assert algorithms("# a.example ssh-rsa AAAA\n|1|x|y z\nbroken\n", "a.example", 22) == ()
    assert algorithms("@revoked a.example ssh-rsa AAAA", "a.example", 22) == ()
    assert algorithms("@cert-authority * ssh-rsa AAAA", "a.example", 22) == ()
