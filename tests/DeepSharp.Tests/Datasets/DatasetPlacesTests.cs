using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public class DatasetPlacesTests
{
    [Fact]
    public void The_cache_follows_the_xdg_specification()
    {
        Assert.Equal("/xdg/deepsharp", Cache(("XDG_CACHE_HOME", "/xdg"), ("HOME", "/home/me")));
        Assert.Equal("/home/me/.cache/deepsharp", Cache(("HOME", "/home/me")));
        Assert.Equal("/home/me/.cache/deepsharp", Cache(("XDG_CACHE_HOME", "relative"), ("HOME", "/home/me")));
        Assert.Equal("/home/me/.cache/deepsharp", Cache(("XDG_CACHE_HOME", ""), ("HOME", "/home/me")));
    }

    [Fact]
    public void The_configured_folder_comes_from_the_environment()
    {
        Assert.Equal("/data", Places(("DEEPSHARP_DATA", "/data")).Configured);
        Assert.Null(Places(("DEEPSHARP_DATA", " ")).Configured);
        Assert.Null(Places().Configured);
        Assert.Equal("given", Places().Given);
    }

    private static string Cache(params (string, string)[] variables) => Places(variables).Cache.Replace('\\', '/');

    private static DatasetPlaces Places(params (string Name, string Value)[] variables) =>
        DatasetPlaces.Of("given", name => variables.FirstOrDefault(variable => variable.Name == name).Value, isWindows: false);
}
