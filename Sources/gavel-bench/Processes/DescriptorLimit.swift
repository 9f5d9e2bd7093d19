#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many descriptors this process may have open.
enum DescriptorLimit {
  /// Raises the limit as far as this user may; the server that is started later inherits it.
  static func raise() {
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    // Only a privileged process may raise the upper bound, within the kernel's own.
    var raised = rlimit(rlim_cur: 100_000, rlim_max: max(limit.rlim_max, 100_000))
    if setrlimit(resource, &raised) == 0 { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
  }
}
