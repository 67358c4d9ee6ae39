import Publishing
import SourceText
import Terminal

/// The folder that a course is published into. Which files in it are pages stands in a list beside
/// them: others are never written over or removed.
struct PublishedFolder {
  private let path: String

  /// The names of the files that were published, a line each.
  private static let list = "pages.txt"

  init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  private func inside(_ name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

  /// Writes the files, and removes those of an earlier time that are no more.
  ///
  /// - Returns: how many were removed.
  func put(_ files: [Site.File]) throws(Disk.Failure) -> Int {
    switch Disk.kind(path) {
    case .missing, .folder: break
    case .file, .stream: throw Disk.Failure(reason: "this is a file, and pages need a folder")
    }
    let known = try known()
    for file in files where !known.contains(file.name) {
      guard Disk.kind(inside(file.name)) == .missing else {
        throw Disk.Failure(
          reason: "the file \(file.name) in it is not from longhand publish, and nothing was "
            + "written. Name another folder, or move that file away.")
      }
    }
    let names = files.map(\.name)
    // Whatever happens now, the next time knows what is from here.
    try write(list: names + known.subtracting(names).sorted())
    // Pages last: what they ask for is there already.
    for file in files.reversed() {
      try Disk.replace(inside(file.name), with: file.bytes, isForEverybody: true)
    }
    let old = known.subtracting(names)
    for name in old { try Disk.remove(inside(name)) }
    try write(list: names)
    return old.count
  }

  private func write(list names: [String]) throws(Disk.Failure) {
    try Disk.replace(
      inside(Self.list), with: Array((names.joined(separator: "\n") + "\n").utf8),
      isForEverybody: true)
  }

  private func known() throws(Disk.Failure) -> Set<String> {
    guard Disk.kind(inside(Self.list)) == .file else { return [] }
    let text = String(decoding: try Disk.read(inside(Self.list)), as: UTF8.self)
    // A name that leads elsewhere is none of ours.
    return Set(
      text.split(separator: "\n").map(String.init).filter { !$0.contains("/") && $0 != ".." })
  }
}
