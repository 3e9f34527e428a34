from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    """Who may sign in: an active person whose time has not run out. Machines use keys instead."""

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and not user.has_expired and not user.is_machine

    def get_user(self, user_id):
        user = super().get_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
