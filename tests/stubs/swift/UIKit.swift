// The part of UIKit that stubs call, as it is imported into Swift: it opens nothing, and writes down what it is to open.
import Foundation

@preconcurrency @MainActor
public final class UIApplication {
  public struct OpenExternalURLOptionsKey: Hashable, Sendable {}

  public static let shared = UIApplication()

  /// The schemes that some app is there for.
  public var installed: Set<String> = []

  /// What has been opened.
  public private(set) var opened: [String] = []

  public func open(
    _ url: URL,
    options: [OpenExternalURLOptionsKey: Any] = [:],
    completionHandler completion: (@MainActor @Sendable (Bool) -> Void)? = nil
  ) {
    let isInstalled = installed.contains(url.scheme ?? "")
    if isInstalled {
      opened.append(url.absoluteString)
    }
    completion?(isInstalled)
  }

  public func open(_ url: URL, options: [OpenExternalURLOptionsKey: Any] = [:]) async -> Bool {
    await withCheckedContinuation { continuation in
      open(url, options: options) { continuation.resume(returning: $0) }
    }
  }
}
