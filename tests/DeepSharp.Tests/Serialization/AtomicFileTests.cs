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
}
