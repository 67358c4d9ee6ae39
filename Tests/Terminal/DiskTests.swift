import Terminal
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder that goes when it is no longer used.
private final class Folder {
  let path: String

  init() throws {
    var root = FileManager.default.temporaryDirectory.path(percentEncoded: false)
    while root.hasSuffix("/") { root.removeLast() }
    path = root + "/longhand-disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path + "/" + name).map { Array($0) }
  }

  func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  func permissions(_ name: String) throws -> String? {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions].map {
      "\($0)"
    }
  }
}

/// What reading a path fails with.
private func failure(_ path: String, isOrdinary: Bool = false) -> String? {
  do throws(Disk.Failure) {
    _ = try Disk.read(path, isOrdinary: isOrdinary)
    return nil
  } catch {
    return error.reason
  }
}

struct `Files on the disk` {
  @Test func `what a path is`() throws {
    let folder = try Folder()
    try folder.write("a", to: "file")
    #expect(Disk.kind(folder.path) == .folder)
    #expect(Disk.kind(folder.path + "/file") == .file)
    #expect(Disk.kind(folder.path + "/none") == .missing)
    #expect(Disk.kind(folder.path + "/file/below") == .missing)
    #expect(Disk.kind("/dev/null") == .stream)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/dangling", withDestinationPath: folder.path + "/none")
    #expect(Disk.kind(folder.path + "/dangling") == .missing)
  }

  @Test func `what can be read only once, and what keys would come from`() throws {
    let folder = try Folder()
    try folder.write("a", to: "file")
    #expect(!Disk.isReadOnce(folder.path + "/file"))
    for path in ["-", "/dev/stdin", "/dev/fd/0", "/dev/null"] {
      #expect(Disk.isReadOnce(path), "\(path)")
    }
    for path in ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
      #expect(Disk.isStandardInput(path), "\(path)")
    }
    for path in ["/dev/fd/1", "/dev/null", "stdin", "--"] {
      #expect(!Disk.isStandardInput(path), "\(path)")
    }
  }

  @Test func `are read byte by byte as they are`() throws {
    let folder = try Folder()
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Data(bytes).write(to: URL(filePath: folder.path + "/bytes"))
    #expect(try Disk.read(folder.path + "/bytes") == bytes)
    try folder.write("", to: "empty")
    #expect(try Disk.read(folder.path + "/empty") == [])
  }

  @Test func `that cannot be read say why`() throws {
    let folder = try Folder()
    #expect(failure(folder.path + "/none") == "there is no such file")
    try folder.write("a", to: "file")
    #expect(failure(folder.path + "/file/below") == "there is no such file")
    #expect(failure(folder.path) == "this is a folder, not a file")
    #expect(failure("/dev/fd/987") == "there is no such file")
    #expect(failure("/dev/null", isOrdinary: true) == "this is no ordinary file")
    #expect(failure(folder.path, isOrdinary: true) != nil)
  }

  @Test func `that do not end are not read for ever`() throws {
    let folder = try Folder()
    let tooMuch = "there are more than 4 MiB in it; is it the right file?"
    #expect(failure("/dev/zero") == tooMuch)
    try Data(count: (4 << 20) + 1).write(to: URL(filePath: folder.path + "/long"))
    #expect(failure(folder.path + "/long") == tooMuch)
    // The program's own file may be as long as it is, and 4 MiB are still a lesson.
    #expect(try Disk.read(folder.path + "/long", isOrdinary: true).count == (4 << 20) + 1)
    try Data(count: 4 << 20).write(to: URL(filePath: folder.path + "/most"))
    #expect(try Disk.read(folder.path + "/most").count == 4 << 20)
  }
}

struct `Lines that are appended` {
  @Test func `make the file and its folders, for nobody else to read`() throws {
    let folder = try Folder()
    let path = folder.path + "/a/b/c/lines"
    try Disk.append("one\n", to: path, tornEnding: "!\n")
    try Disk.append("two\n", to: path, tornEnding: "!\n")
    #expect(folder.text("a/b/c/lines") == "one\ntwo\n")
    #expect(try folder.permissions("a/b/c/lines") == "\(0o600)")
    for made in ["a", "a/b", "a/b/c"] {
      #expect(try folder.permissions(made) == "\(0o700)")
    }
  }

  @Test func `come after the end of a line that another could not end`() throws {
    let folder = try Folder()
    try folder.write("whole\nto", to: "lines")
    try Disk.append("next\n", to: folder.path + "/lines", tornEnding: "!\n")
    #expect(folder.text("lines") == "whole\nto!\nnext\n")
    try folder.write("", to: "empty")
    try Disk.append("next\n", to: folder.path + "/empty", tornEnding: "!\n")
    #expect(folder.text("empty") == "next\n")
  }

  @Test func `fail where no file can be`() throws {
    let folder = try Folder()
    try folder.write("a file", to: "file")
    func failure(_ path: String) -> String? {
      do throws(Disk.Failure) {
        try Disk.append("x\n", to: path, tornEnding: "!\n")
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(failure(folder.path + "/file/below") == "there is no such file")
    #expect(failure(folder.path + "/file/far/below") == "there is no such file")
    #expect(failure(folder.path) == "this is a folder, not a file")
    #expect(failure("/dev/null") == "this is no ordinary file")
    #expect(folder.text("file") == "a file")
  }

  @Test func `of many writers at once stay whole`() async throws {
    let folder = try Folder()
    let path = folder.path + "/lines"
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for line in 0..<25 {
            let text = "\(writer) \(line) " + String(repeating: "x", count: 50 * writer) + "\n"
            try? Disk.append(text, to: path, tornEnding: "!\n")
          }
        }
      }
    }
    let lines = try #require(folder.text("lines")).split(separator: "\n")
    #expect(lines.count == 200)
    for writer in 0..<8 {
      let own = lines.filter { $0.hasPrefix("\(writer) ") }
      // Each writer's lines are in its own order, and none is cut or torn into another.
      #expect(own.map { $0.split(separator: " ")[1] } == (0..<25).map { "\($0)" })
      #expect(own.allSatisfy { $0.count { $0 == "x" } == 50 * writer })
    }
  }
}

struct `The clock` {
  @Test func `is within a day of Greenwich, and goes forward`() {
    let greenwich = Int(Date().timeIntervalSince1970)
    let first = Clock.localSeconds
    // Zones reach from −12 to +14 hours, in quarters of an hour.
    #expect((-12 * 3600 - 2...14 * 3600 + 2).contains(first - greenwich))
    #expect((first - greenwich + 450) % 900 - 450 < 3)
    #expect(Clock.localSeconds >= first)
  }
}
