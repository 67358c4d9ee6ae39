import Lessons

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Lessons on the disk.
enum DiskFiles {
  static let files = Files(
    read: { path throws(Files.Problem) in
      try check(path)
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Files.Problem("it cannot be read; are you allowed to?")
      }
      return Array(data)
    },
    list: { directory in
      ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    })

  /// Says what stands in the way of reading a file.
  static func check(_ path: String) throws(Files.Problem) {
    var isDirectory = false
    #if canImport(FoundationEssentials)
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    #else
      var flag: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &flag)
      isDirectory = flag.boolValue
    #endif
    guard exists else { throw Files.Problem("there is no such file") }
    if isDirectory { throw Files.Problem("this is a folder, not a lesson") }
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isDirectory(_ path: String) -> Bool {
    guard exists(path) else { return false }
    do throws(Files.Problem) { try check(path) } catch { return true }
    return false
  }
}
