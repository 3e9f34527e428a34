from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    """Who may sign in, asked again at every request: whoever may no longer is signed out."""

    def user_can_authenticate(self, user) -> bool:
        return user.may_sign_in

    def get_user(self, user_id):
        user = super().get_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
