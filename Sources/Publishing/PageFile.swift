import PageAssets

/// The files that stand beside the pages, the same for every course.
package enum PageFile: String, CaseIterable, Sendable {
  case style = "page.css"
  case script = "page.js"
  /// What the script computes: numbers with other givens, marks.
  case numbers = "numbers.js"
  case font = "mathematics.woff2"
  case fontLicence = "mathematics-licence.txt"

  /// In the order in which they run.
  package static let scripts: [PageFile] = [.numbers, .script]

  /// What loads a page again when its lesson was saved; beside published pages there is none.
  package static var previewScript: [UInt8] {
    var count = 0
    let start = page_assets_preview(&count)
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  package var bytes: [UInt8] {
    var count = 0
    let start =
      switch self {
      case .style: page_assets_style(&count)
      case .script: page_assets_script(&count)
      case .numbers: page_assets_numbers(&count)
      case .font: page_assets_font(&count)
      case .fontLicence: page_assets_font_licence(&count)
      }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }
}

extension Site.File {
  /// What a server says that it is.
  package var mediaType: String {
    switch name.split(separator: ".").last.map(String.init) {
    case "html": "text/html"
    case "css": "text/css"
    case "js": "text/javascript"
    case "woff2": "font/woff2"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "gif": "image/gif"
    case "webp": "image/webp"
    case "avif": "image/avif"
    case "svg": "image/svg+xml"
    case _: "text/plain"
    }
  }
}
