"""Sign-in with OpenID Connect: the organisation's own accounts open the pages. docs/sign-in.md, docs/adr/0012."""
