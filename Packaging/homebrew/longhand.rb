# Untested: no Homebrew was at hand. Address and checksum are to be filled in at a release.
class Longhand < Formula
  desc "Lessons whose equations run, walked in the terminal"
  homepage "https://example.invalid/longhand"
  url "https://example.invalid/longhand-0.2.0-source.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"

  depends_on xcode: ["26.0", :build]
  depends_on "pkgconf" => :build
  depends_on "cmark"
  depends_on "liblbfgs"
  depends_on "libpng"
  depends_on "libyaml"

  # The build has no network: the one Swift package comes as a resource.
  resource "swift-argument-parser" do
    url "https://github.com/apple/swift-argument-parser/archive/refs/tags/1.8.2.tar.gz"
    sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  end

  def install
    (buildpath/"swift-argument-parser").install resource("swift-argument-parser")
    inreplace "Package.swift",
              '.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")',
              '.package(path: "swift-argument-parser")'
    # A sandbox within Homebrew's own is refused.
    system "swift", "build", "--disable-sandbox", "-c", "release", "--product", "longhand"
    bin.install ".build/release/longhand"
    (share/"longhand").install "lessons"
    generate_completions_from_executable(bin/"longhand", "--generate-completion-script")
  end

  test do
    assert_match "What is given", pipe_output("#{bin}/longhand forward-propagation", "\n\nq\n")
  end
end
