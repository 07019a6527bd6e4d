namespace DeepSharp;

/// <summary>
/// Which tensor of a file goes where. Everything is found and checked while the plan is made; <see cref="Run"/> only copies, straight from
/// the file into the memory of weights and slots.
/// </summary>
internal sealed class TransferPlan
{
    private readonly List<(SafetensorsReader Reader, SafetensorsEntry Entry, Tensor Target)> _copies = [];
    private Action? _finally;

    /// <summary>Notes a tensor to copy, into one of the same shape.</summary>
    /// <exception cref="ModelFileException">It is of whole numbers, which a float may not hold.</exception>
    public void Copy(SafetensorsReader reader, SafetensorsEntry entry, Tensor target)
    {
        if (!entry.Type.IsReal)
        {
            throw reader.File.Damaged($"expected real numbers for '{entry.Name}' but they are of type {entry.Type.Name}.");
        }

        _copies.Add((reader, entry, target));
    }

    /// <summary>Notes what to do once everything is copied.</summary>
    public void Finally(Action action) => _finally = action;

    /// <summary>Notes the weights of a model.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="except">What names begin with that are no weights; null for none.</param>
    /// <param name="model">The model, built.</param>
    /// <param name="skipMismatch">Whether weights that the file or the model lacks, or that differ in shape, are left out.</param>
    /// <exception cref="ModelFileException">The weights of the file are not those of the model.</exception>
    public void CopyWeights(SafetensorsReader reader, string? except, Model model, bool skipMismatch)
    {
        IReadOnlyList<(string Key, Variable Weight)> weights = WeightKeys.Of(model);
        var problems = new List<string>();
        foreach ((string key, Variable weight) in weights)
        {
            SafetensorsEntry? entry = reader.Find(key);
            if (entry is null) problems.Add($"it lacks '{key}' {weight.Shape}");
            else if (entry.Shape != weight.Shape) problems.Add($"'{key}' has shape {entry.Shape} where the model has {weight.Shape}");
            else Copy(reader, entry, weight.Value);
        }

        HashSet<string> known = [.. weights.Select(pair => pair.Key)];
        foreach (SafetensorsEntry entry in reader.Entries)
        {
            bool isWeight = except is null || !entry.Name.StartsWith(except, StringComparison.Ordinal);
            if (isWeight && !known.Contains(entry.Name)) problems.Add($"it has '{entry.Name}' {entry.Shape}, which the model has not");
        }

        if (problems.Count == 0 || skipMismatch) return;
        string more = problems.Count > 3 ? $"; and {problems.Count - 3} more" : "";
        throw reader.File.Damaged(
            $"expected the {weights.Count} weights of {model.ClassName} '{model.Name}', but {string.Join("; ", problems.Take(3))}{more}.");
    }

    /// <summary>Copies everything. Nothing but the disk can fail now.</summary>
    public void Run()
    {
        foreach ((SafetensorsReader reader, SafetensorsEntry entry, Tensor target) in _copies)
        {
            target.Version?.Count();
            reader.Read(entry, target.Values);
            target.Version?.Count();
        }

        _finally?.Invoke();
    }
}
