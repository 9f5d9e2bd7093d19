/// A certificate for `localhost` that nobody trusts, and its key; made for tests, worth nothing.
enum TestCertificate {
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBmzCCAUGgAwIBAgIUBzLODtfLxSS6j4eb+k5+n32MGcUwCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEyMDM0OFoYDzIxMjYxMDI5
    MTIwMzQ4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAQYy/CrB6F4rpqcWC5z/HdJDMjg47MY/7QlS6PCVfkVXInK3tv8N7S2
    wKws2gb98GqUvEmYhXsZ1sQUU7eHFZv7o28wbTAdBgNVHQ4EFgQU5zizKjoEpGrC
    qLvrYK5T75x3DaIwHwYDVR0jBBgwFoAU5zizKjoEpGrCqLvrYK5T75x3DaIwDwYD
    VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
    zj0EAwIDSAAwRQIhAJBmveMFIxl1Rz3mom56m0RV6vtusorVBxKdqPJGK739AiA/
    4QKBcuahNGBABgGOvybemOHWUkHxDoHxsyxPmnX8Qg==
    -----END CERTIFICATE-----
    """

  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5QouL2B5o3feVA3+
    2G9yWGwkWRcUtpxA9CGk5tgLb/WhRANCAAQYy/CrB6F4rpqcWC5z/HdJDMjg47MY
    /7QlS6PCVfkVXInK3tv8N7S2wKws2gb98GqUvEmYhXsZ1sQUU7eHFZv7
    -----END PRIVATE KEY-----
    """
}
