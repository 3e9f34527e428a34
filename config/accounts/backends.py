from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class AccountBackend(AuthenticationBackend):
    """Who may sign in, asked again at every request: whoever may no longer is signed out."""

    def user_can_authenticate(self, user) -> bool:
        return user.may_sign_in

    def get_user(self, user_id):
        """With their organisation, which the head of their pages names.

        Every page asks, so nothing is sorted or cut: there is one or none.
        """
        people = get_user_model()._default_manager.select_related("organisation")
        user = next(iter(people.filter(pk=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None
