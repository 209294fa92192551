"""Signing in: django-allauth with e-mail and password; accounts come by invitation only."""

AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The demo's accounts share a public password: they may sign in only where the demo runs (.example is nobody's domain).
DEMO_DOMAIN = "przyklad.example"

ACCOUNT_ADAPTER = "network.web.accounts.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "network.web.account_forms.SignInForm",
    "reset_password": "network.web.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "network.web.account_forms.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "10/m/ip,3/m/key"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-city"
LOGOUT_REDIRECT_URL = "home"
