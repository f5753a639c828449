"""Which passwords are taken, and what is stored of them."""

import pytest

from labels.errors import PasswordError
from labels.password import NOBODYS, checked_password, password_fits, password_hash


def test_what_is_stored_is_argon2id_with_a_salt_and_fits_its_password_alone():
    password = checked_password("Zwölf Löwen dösen", "Ana")
    stored, again = password_hash(password), password_hash(password)
    assert stored.startswith("$argon2id$")
    assert stored != again
    assert password_fits(stored, password)
    assert not password_fits(stored, "Zwölf Löwen dosen")


def test_a_password_typed_on_another_keyboard_is_the_same():
    stored = password_hash(checked_password("Zw\u00f6lf L\u00f6wen schlafen", "Ana"))
    assert password_fits(stored, "Zwo\u0308lf Lo\u0308wen schlafen")


@pytest.mark.parametrize(
    "password", ["", "x" * 11, "x" * 1025, "aaaaaaaaaaaaaa", "ababababababab", "Ana Maria Holm"]
)
def test_a_password_that_is_too_short_too_long_or_easy_to_guess_is_refused(password):
    with pytest.raises(PasswordError):
        checked_password(password, "ana maria holm")


@pytest.mark.parametrize("stored", [NOBODYS, "", "x", "$argon2id$v=19$m=1,t=1,p=1$x$x"])
@pytest.mark.parametrize("password", ["", "x" * 2000, "a longer password", "\ud800 surrogates \udfff"])
def test_any_text_may_be_tried_and_does_not_fit(stored, password):
    assert not password_fits(stored, password)
