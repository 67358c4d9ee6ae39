import Lessons
import SourceText

/// Where what a lesson links to lies among the pages.
package struct PageLinks: Sendable {
  /// The pages of lessons, by the lessons' file names.
  package var pages: [String: String] = [:]
  /// Pictures that are written beside the pages or within them, by their paths from the lessons.
  var images: [String: Address] = [:]
  /// What the contents' page is called, where there is one.
  package var contents: String?

  package init() {}

  /// Where a link leads; nil where its words stay words.
  func address(_ destination: String) -> Address? {
    if destination.hasPrefix("#") { return Address(anchor: String(destination.dropFirst())) }
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = Self.path(String(parts.first ?? ""))
    let anchor = parts.count > 1 ? String(parts[1]) : nil
    if let page = pages[path] { return Address(file: page, anchor: anchor) }
    if path == "README.md", let contents { return Address(file: contents, anchor: anchor) }
    if let image = images[path] { return image.isWithin ? nil : image }
    return Address(outside: destination)
  }

  /// A picture beside the pages.
  func image(_ destination: String) -> Address? { images[Self.path(destination)] }

  /// A path as a link writes it, from where the lesson is.
  package static func path(_ destination: String) -> String {
    destination.hasPrefix("./") ? String(destination.dropFirst(2)) : destination
  }
}
