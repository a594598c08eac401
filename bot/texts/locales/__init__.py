"""The catalogs: one TOML file a language; every sentence under section.key, plural forms as CLDR names them."""
