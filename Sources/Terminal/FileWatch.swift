#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Files that somebody else changes, also by putting another file in their place: their folders are
/// watched, and whether a file has changed is asked of the file itself. So a notice may be missed,
/// and none is believed.
package final class FileWatch {
  /// Why nobody tells of changes, so that files are looked at again and again.
  package enum Lack: Sendable {
    case asked
    /// The system has no notices, or none left.
    case noNotices
    /// Files of another machine change without a notice.
    case networkFolder
  }

  /// What there is to be known of files since they were looked at last.
  package struct Look: Sendable {
    package var isChanged = false
    /// Somebody has written, and not closed the file yet.
    package var isBeingWritten = false
    /// A file is not there, or has nothing in it.
    package var isDoubtful = false
  }

  package private(set) var lack: Lack?
  private var paths: Set<String> = []
  /// Of the files that are there.
  private var marks: [String: Mark] = [:]
  private let notices: FolderNotices?
  /// The names of files that are being written, by what was told.
  private var writing: Set<String> = []

  package init(polling: Bool = false) {
    notices = polling ? nil : FolderNotices()
    if notices == nil { lack = polling ? .asked : .noNotices }
  }

  /// What becomes readable when something has changed; −1 where nothing does.
  package var descriptor: Int32 { lack == nil ? notices?.descriptor ?? -1 : -1 }

  /// How long to wait before looking again, in milliseconds: with notices they are only late.
  package var patience: Int32 { lack == nil ? 2000 : 300 }

  /// Watches these files, and no others.
  package func watch(_ paths: Set<String>) {
    for path in paths where !self.paths.contains(path) {
      marks[path] = Mark(path)
      var folders: Set = [Self.folder(path)]
      // What a link leads to is changed elsewhere.
      if let resolved = Disk.resolved(path) { folders.insert(Self.folder(resolved)) }
      for folder in folders where lack == nil {
        if Self.isOfNetwork(folder) {
          lack = .networkFolder
        } else if notices?.add(folder) != true {
          lack = .noNotices
        }
      }
    }
    self.paths = paths
  }

  private static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What has changed since the last look.
  package func look() -> Look {
    for notice in notices?.take() ?? [] {
      switch notice.event {
      case .written: writing.insert(notice.name)
      case .closed: writing.remove(notice.name)
      case .other: break
      }
    }
    var look = Look()
    for path in paths {
      let mark = Mark(path)
      if mark != marks[path] { look.isChanged = true }
      if mark == nil || mark?.size == 0 { look.isDoubtful = true }
      if let name = path.split(separator: "/").last, writing.contains(String(name)) {
        look.isBeingWritten = true
      }
      marks[path] = mark
    }
    return look
  }

  /// What changes of a file whenever it does.
  private struct Mark: Equatable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    var changed: [Int]

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(truncatingIfNeeded: status.st_ino)
      size = Int(status.st_size)
      // Of the file as a whole, so that also another permission is a change.
      #if canImport(Darwin)
        changed = [
          status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec, status.st_mtimespec.tv_nsec,
        ]
      #else
        changed = [Int(status.st_ctim.tv_sec), Int(status.st_ctim.tv_nsec)]
      #endif
    }
  }

  /// Whether other machines may change what is in a folder.
  private static func isOfNetwork(_ folder: String) -> Bool {
    #if canImport(Darwin)
      return false
    #else
      guard let device = Mark(folder)?.device,
        let mounts = try? Disk.read("/proc/self/mountinfo")
      else { return false }
      return networks(in: String(decoding: mounts, as: UTF8.self)).contains(device)
    #endif
  }

  /// The devices, as `stat` numbers them, on which other machines may change files: those of another
  /// machine, of the host of a virtual one, and of programs (sshfs, Docker), in what Linux says of
  /// the folders where they are:
  ///
  ///     45 28 0:39 / /home/lea rw,relatime shared:22 - nfs4 server:/home rw
  static func networks(in mounts: String) -> Set<UInt64> {
    let kinds: Set = [
      "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse", "virtiofs", "afs", "ceph", "coda",
      "ncpfs", "vboxsf", "prl_fs", "drvfs",
    ]
    return Set(
      mounts.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count,
          let kind = fields[dash + 1].split(separator: ".").first, kinds.contains(String(kind))
        else { return nil }
        let numbers = fields[2].split(separator: ":").compactMap { UInt64($0) }
        guard numbers.count == 2 else { return nil }
        let (major, minor) = (numbers[0], numbers[1])
        return (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | minor & 0xFF | (minor & ~0xFF) << 12
      })
  }
}
