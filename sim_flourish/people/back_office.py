"""Users and External API keys (S3)."""

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import Refusal, RefusedError, not_found
from sim_flourish.conventions.formats import Json, fields_json
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_for
from sim_flourish.model.people import ApiKey, User
from sim_flourish.model.world import World
from sim_flourish.people.credentials import key_credential
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call
from sim_kernel.tenants import Tenants, digest


class UsersScreen:
    """Adds users; generates and resets keys, which must choose their tenant from that moment on."""

    def __init__(self, tenants: Tenants[World]) -> None:
        self._tenants = tenants

    def list_users(self, call: Call[World]) -> Answer:
        return success([user_json(user) for user in call.world.users.values()])

    def add_user(self, call: Call[World]) -> Answer:
        """A new user; an e-mail address belongs to one only."""
        fields, work = JsonFields(call.body), work_for(call)
        email = fields.required_text("email")
        if any(user.email == email for user in call.world.users.values()):
            raise RefusedError(Refusal.ALREADY_EXISTS, what="user", name=email)
        return success(user_json(make_user(work, fields.required_text("name"), email)))

    def list_api_keys(self, call: Call[World]) -> Answer:
        """The usernames; a key is shown once only, when it is made."""
        return success([{"username": api_key.username} for api_key in call.world.api_keys.values()])

    def generate_api_key(self, call: Call[World]) -> Answer:
        fields, work = JsonFields(call.body or {}), work_for(call)
        username = fields.text("username") or f"api-{work.ids.mark}{work.ids.hex('api_username', 8)}"
        if username in call.world.api_keys:
            raise RefusedError(Refusal.ALREADY_EXISTS, what="API username", name=username)
        return self._bound(call, make_api_key(work, username))

    def reset_api_key(self, call: Call[World]) -> Answer:
        """A new key for a username; the old one is useless at once (S3)."""
        username = JsonFields(call.body).required_text("username")
        old = call.world.api_keys.get(username)
        if old is None:
            raise not_found("API user", username)
        self._tenants.unbind([digest(key_credential(old.key))])
        return self._bound(call, make_api_key(work_for(call), username))

    def _bound(self, call: Call[World], api_key: ApiKey) -> Answer:
        self._tenants.bind(call.tenant.tenant_id, [digest(key_credential(api_key.key))])
        return success({"username": api_key.username, "api_key": api_key.key})

    def register(self, router: ApiRouter[World]) -> None:
        router.route("GET", "/users")(self.list_users)
        router.route("POST", "/users")(self.add_user)
        router.route("GET", "/api-keys")(self.list_api_keys)
        router.route("POST", "/api-keys")(self.generate_api_key)
        router.route("POST", "/api-keys/reset")(self.reset_api_key)


def make_user(work: Work, name: str, email: str) -> User:
    """A new user, stored."""
    user = User(user_id=str(work.ids.number("user")), name=name, email=email, audit=work.signed.new())
    work.world.users[user.user_id] = user
    return user


def make_api_key(work: Work, username: str) -> ApiKey:
    """A new key for the username, stored in place of any other."""
    api_key = ApiKey(
        username=username, key=work.ids.secret("fl_"), owner_email=work.signed.by, audit=work.signed.new()
    )
    work.world.api_keys[username] = api_key
    return api_key


def user_json(user: User) -> Json:
    return fields_json(user, "user_id name email")
