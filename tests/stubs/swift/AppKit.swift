// The part of AppKit that stubs call: it opens nothing, and writes down what it is to open.
import Foundation

public final class NSWorkspace: @unchecked Sendable {
  public static let shared = NSWorkspace()

  /// The schemes that some app is there for.
  public var installed: Set<String> = []

  /// What has been opened.
  public private(set) var opened: [String] = []

  public func open(_ url: URL) -> Bool {
    let isInstalled = installed.contains(url.scheme ?? "")
    if isInstalled {
      opened.append(url.absoluteString)
    }
    return isInstalled
  }
}
