import Testing

@testable import Terminal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct `Files that others change` {
  @Test(arguments: [false, true])
  func `are seen to change however they are saved`(_ polling: Bool) throws {
    let folder =
      FileManager.default.temporaryDirectory.path(percentEncoded: false) + "/watch-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.md"
    try Data("one".utf8).write(to: URL(filePath: path))
    let watch = FileWatch(polling: polling)
    watch.watch([path])
    #expect(watch.lack == (polling ? .asked : nil))
    #expect(!watch.look().isChanged)
    // In place, by another file, with a file moved away before.
    try Data("two!".utf8).write(to: URL(filePath: path))
    #expect(watch.look().isChanged)
    #expect(!watch.look().isChanged)
    try Data("three".utf8).write(to: URL(filePath: path), options: .atomic)
    #expect(watch.look().isChanged)
    try FileManager.default.moveItem(atPath: path, toPath: path + "~")
    let gone = watch.look()
    #expect(gone.isChanged && gone.isDoubtful)
    try Data("four".utf8).write(to: URL(filePath: path))
    let back = watch.look()
    #expect(back.isChanged && !back.isDoubtful)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(watch.look().isChanged)
    // What changes beside it is no change of it.
    try Data("other".utf8).write(to: URL(filePath: folder + "/b.md"))
    #expect(!watch.look().isChanged)
  }

  @Test func `of other machines are known by their mount`() {
    let mounts = """
      22 28 0:21 / /proc rw,nosuid shared:12 - proc proc rw
      28 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw
      45 28 0:39 / /home/lea rw,relatime shared:22 - nfs4 server:/home rw
      46 28 0:300 / /mnt/x rw - fuse.sshfs lea@x: rw
      torn
      """
    // As stat numbers them: 300 is 0x12C.
    #expect(FileWatch.networks(in: mounts) == [0x27, 0x10_002C])
  }
}
