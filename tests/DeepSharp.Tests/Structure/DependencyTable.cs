namespace DeepSharp.Tests.Structure;

/// <summary>
/// The order of the folders of src/DeepSharp, and the check that every file uses only its own folder and folders to the left.
/// </summary>
internal static class DependencyTable
{
    /// <summary>From left to right. Folders of one row are siblings: they may use each other as long as no circle arises.</summary>
    private static readonly string[][] s_rows =
    [
        ["Kernels"],
        ["Tensors"],
        ["Autograd"],
        ["Ops"],
        ["Configuration"],
        ["Activations", "Initializers", "Regularizers", "Constraints"],
        ["Layers", "Losses", "Metrics", "Optimizers", "Data"],
        ["Models"],
        ["Callbacks", "Serialization", "Datasets"],
        ["Applications"],
    ];

    /// <summary>What is wrong with the files, a line each; empty if nothing.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<SourceFile> files)
    {
        var errors = new List<string>();
        errors.AddRange(files.Where(file => RowOf(file.Folder) < 0).Select(file => $"{file.Path} lies in no folder of the table."));
        (SourceFile File, IReadOnlyList<string> Tokens)[] parts =
            [.. files.Where(file => RowOf(file.Folder) >= 0).Select(file => (file, CSharpTokens.Of(file.Text)))];

        Dictionary<string, string> homes = Homes(parts);
        Dictionary<string, HashSet<string>> members = parts.GroupBy(part => part.File.Folder)
            .ToDictionary(group => group.Key, group => group.SelectMany(part => TypeUses.Members(part.Tokens)).ToHashSet());
        HashSet<string> names = [.. homes.Keys];
        var sideways = new SortedDictionary<(string From, string To), string>();
        foreach ((SourceFile file, IReadOnlyList<string> tokens) in parts)
        {
            foreach (string name in TypeUses.Named(tokens, names, members[file.Folder]).Distinct())
            {
                string home = homes[name];
                (int here, int there) = (RowOf(file.Folder), RowOf(home));
                if (there > here) errors.Add($"{file.Path} names {name}, which {home} declares, to the right of {file.Folder}.");
                else if (there == here && home != file.Folder) sideways.TryAdd((file.Folder, home), $"{file.Path} names {name}");
            }
        }

        errors.AddRange(Circles(sideways));
        return errors;
    }

    // A type belongs to the leftmost folder that declares a part of it.
    private static Dictionary<string, string> Homes(IEnumerable<(SourceFile File, IReadOnlyList<string> Tokens)> parts)
    {
        var homes = new Dictionary<string, string>();
        foreach ((SourceFile file, IReadOnlyList<string> tokens) in parts.OrderBy(part => RowOf(part.File.Folder)))
        {
            foreach (string name in TypeUses.Declared(tokens)) homes.TryAdd(name, file.Folder);
        }

        return homes;
    }

    private static IEnumerable<string> Circles(SortedDictionary<(string From, string To), string> uses)
    {
        foreach (((string from, string to), string use) in uses)
        {
            var reached = new HashSet<string> { to };
            while (uses.Keys.FirstOrDefault(edge => reached.Contains(edge.From) && !reached.Contains(edge.To)) is { To: { } next })
            {
                reached.Add(next);
            }

            if (reached.Contains(from)) yield return $"{use} of {to}, which itself uses {from}: siblings may not form a circle.";
        }
    }

    private static int RowOf(string folder) => Array.FindIndex(s_rows, row => row.Contains(folder));
}
