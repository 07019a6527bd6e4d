namespace DeepSharp.Tests.Structure;

/// <summary>The rooms of the large folders: few files lie flat, and between the rooms of Models there is one direction.</summary>
public sealed class RoomTests
{
    /// <summary>From left to right. What lies flat in Models, such as Model and Callback, all rooms may use.</summary>
    private static readonly string[] s_rooms = ["Naming", "Reports", "Execution", "Functional", "Summary", "Steps", "Options", "Feeding", "Prediction", "Training"];

    [Theory]
    [InlineData("Models", 25)]
    [InlineData("Ops", 25)]
    [InlineData("Kernels/Convolution", 15)]
    public void Few_files_lie_flat(string folder, int most) =>
        Assert.InRange(SourceTree.Library.Count(file => Path.GetDirectoryName(file.Path)!.Replace('\\', '/') == folder), 1, most);

    [Fact]
    public void A_room_of_models_uses_those_to_its_left()
    {
        (SourceFile File, string Room, IReadOnlyList<string> Tokens)[] files =
        [
            .. SourceTree.Library.Where(file => file.Folder == "Models" && file.Path.Count(letter => letter == '/') == 2)
                .Select(file => (file, file.Path.Split('/')[1], CSharpTokens.Of(file.Text))),
        ];
        Assert.Equal(s_rooms.Order(), files.Select(file => file.Room).Distinct().Order());
        Dictionary<string, string> homes = files.SelectMany(file => TypeUses.Declared(file.Tokens).Select(name => (name, file.Room)))
            .DistinctBy(entry => entry.name).ToDictionary(entry => entry.name, entry => entry.Room);
        HashSet<string> names = [.. homes.Keys], members = [.. files.SelectMany(file => TypeUses.Members(file.Tokens))];
        IEnumerable<string> wrong = files.SelectMany(file => TypeUses.Named(file.Tokens, names, members).Distinct()
            .Where(name => Array.IndexOf(s_rooms, homes[name]) > Array.IndexOf(s_rooms, file.Room))
            .Select(name => $"{file.File.Path} names {name}, which {homes[name]} declares, to the right of {file.Room}."));
        Assert.Equal("", string.Join("\n", wrong));
    }

    /// <summary>A model holds its trainer, and the trainer its steps: none of them looks back at who holds it.</summary>
    [Theory]
    [InlineData("Model", "")]
    [InlineData("Sequential", "")]
    [InlineData("Trainer", "Trainer.cs")]
    public void Steps_do_not_name_who_holds_them(string holder, string itself)
    {
        SourceFile[] steps =
        [
            .. SourceTree.Library.Where(file => file.Path.Replace('\\', '/').StartsWith("Models/Steps/", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(steps);
        HashSet<string> names = [holder], members = [];
        Assert.Empty(steps.Where(file => Path.GetFileName(file.Path) != itself)
            .Where(file => TypeUses.Named(CSharpTokens.Of(file.Text), names, members).Any()).Select(file => file.Path));
    }
}
