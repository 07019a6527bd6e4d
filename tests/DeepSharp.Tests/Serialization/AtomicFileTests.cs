namespace DeepSharp.Tests.Serialization;

public class AtomicFileTests
{
    [Fact]
    public void The_file_is_there_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["a"], overwrite: false, stream => stream.WriteByte(7));
        Assert.Equal([7], File.ReadAllBytes(folder["a"]));
        Assert.Equal([folder["a"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [1, 2, 3]);
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(folder["a"], overwrite: true, stream =>
        {
            stream.Write([4, 5]);
            throw new TimeoutException();
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["a"]));
        Assert.Equal([folder["a"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_old_file_is_there_until_the_new_one_is_whole()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [1]);
        AtomicFile.Write(folder["a"], overwrite: true, stream =>
        {
            stream.Write([2, 2]);
            stream.Flush();
            Assert.Equal([1], File.ReadAllBytes(folder["a"]));
        });
        Assert.Equal([2, 2], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void An_existing_file_is_kept_if_it_may_not_be_replaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [1]);
        var exception = Assert.Throws<IOException>(
            () => AtomicFile.Write(folder["a"], overwrite: false, _ => Assert.Fail("It was written.")));
        Assert.Equal(
            $"Save: expected a new file, but {folder["a"]} exists. Pass overwrite: true to replace it, or choose another name.",
            exception.Message);
    }

    [Fact]
    public void A_file_that_appears_meanwhile_is_kept_if_it_may_not_be_replaced()
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(folder["a"], overwrite: false, _ => File.WriteAllBytes(folder["a"], [1])));
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_to_be_missing()
    {
        using var folder = new TemporaryFolder();
        string path = folder["no/a"];
        var exception = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(path, overwrite: true, _ => { }));
        string missing = Path.GetDirectoryName(path)!;
        Assert.Equal(
            $"Save: expected a folder that exists for {path} but {missing} does not. Create it first: " +
            $"Directory.CreateDirectory(\"{missing}\").",
            exception.Message);
    }

    [Fact]
    public void A_link_stays_one_and_its_target_is_written()
    {
        if (OperatingSystem.IsWindows()) return; // Links there want a right that few accounts have.
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["target"], [1]);
        File.CreateSymbolicLink(folder["link"], folder["target"]);
        AtomicFile.Write(folder["link"], overwrite: true, stream => stream.WriteByte(7));
        Assert.Equal([7], File.ReadAllBytes(folder["target"]));
        Assert.NotNull(File.ResolveLinkTarget(folder["link"], returnFinalTarget: false));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void A_file_keeps_its_permissions(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [1]);
        File.SetUnixFileMode(folder["a"], mode);
        UnixFileMode? meanwhile = null;
        AtomicFile.Write(folder["a"], overwrite: true, stream =>
        {
            if (!OperatingSystem.IsWindows()) meanwhile = File.GetUnixFileMode(((FileStream)stream).Name);
            stream.WriteByte(7);
        });
        Assert.Equal(mode, meanwhile);
        Assert.Equal([7], File.ReadAllBytes(folder["a"]));
        Assert.Equal(mode, File.GetUnixFileMode(folder["a"]));
    }

    [Fact]
    public void A_full_disk_is_said_of_the_file_that_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<IOException>(() => AtomicFile.Write(
            folder["a"], overwrite: true, stream => throw new IOException($"No space left on device : '{((FileStream)stream).Name}'", 28)));
        Assert.Equal($"Save: {folder["a"]} could not be written: No space left on device : '{folder["a"]}'", exception.Message);
        Assert.Equal(28, exception.HResult);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_device_is_written_to_and_stays_one()
    {
        if (!OperatingSystem.IsLinux()) return;
        AtomicFile.Write("/dev/null", overwrite: true, stream => stream.Write([1, 2, 3]));
        var exception = Assert.Throws<IOException>(() => AtomicFile.Write("/dev/full", overwrite: true, stream => stream.Write([1, 2, 3])));
        Assert.Contains("/dev/full", exception.Message, StringComparison.Ordinal);
        Assert.True(File.Exists("/dev/full") && new FileInfo("/dev/null").Length == 0);
    }

    [Fact]
    public void A_link_to_a_device_stays_one()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["link"], "/dev/null");
        AtomicFile.Write(folder["link"], overwrite: true, stream => stream.WriteByte(7));
        Assert.Equal("/dev/null", new FileInfo(folder["link"]).LinkTarget);
    }

    [Fact]
    public void A_link_to_nothing_yet_gets_its_target()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["link"], "target");
        AtomicFile.Write(folder["link"], overwrite: true, stream => stream.WriteByte(7));
        Assert.Equal([7], File.ReadAllBytes(folder["target"]));
    }

    [Fact]
    public void An_empty_file_is_replaced_as_any_other()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], []);
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(folder["a"], overwrite: true, stream =>
        {
            stream.WriteByte(7);
            throw new TimeoutException();
        }));
        Assert.Empty(File.ReadAllBytes(folder["a"]));
        AtomicFile.Write(folder["a"], overwrite: true, stream => stream.WriteByte(7));
        Assert.Equal([7], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_by_the_next_save()
    {
        using var folder = new TemporaryFolder();
        string old = folder[".deepsharp-0123456789abcdef.tmp"], young = folder[".deepsharp-0123456789abcdee.tmp"];
        foreach (string file in new[] { old, young }) File.WriteAllBytes(file, [1]);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow - TemporaryFiles.Age);
        AtomicFile.Write(folder["a"], overwrite: true, stream => stream.WriteByte(7));
        Assert.Equal([young, folder["a"]], Directory.GetFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_another_save_is_writing_stays_however_long_it_takes()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["a"], overwrite: true, stream =>
        {
            stream.WriteByte(1);
            stream.Flush();
            File.SetLastWriteTimeUtc(((FileStream)stream).Name, DateTime.UtcNow - (2 * TemporaryFiles.Age));
            AtomicFile.Write(folder["b"], overwrite: true, other => other.WriteByte(2));
        });
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
        Assert.Equal([2], File.ReadAllBytes(folder["b"]));
    }
}
