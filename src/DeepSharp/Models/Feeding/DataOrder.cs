namespace DeepSharp;

/// <summary>Puts data that was given in order or by name in the order of a model's inputs or outputs.</summary>
internal static class DataOrder
{
    /// <exception cref="ArgumentException">There are more or fewer arrays than inputs, or other names.</exception>
    public static DataArray[] Inputs(Model model, string method, DataGroup x)
    {
        DataArray[] arrays = Ordered(model, method, x);
        for (int i = 0; i < arrays.Length; i++)
        {
            Shape sample = SampleShape(model, i, arrays[i]);
            if (sample != arrays[i].SampleShape) arrays[i] = arrays[i].WithSampleShape(sample);
        }

        return arrays;
    }

    /// <summary>
    /// The shape of a sample as an input of the model takes it: as Keras does, an axis of length 1 at the end may be left out, or be there
    /// without need.
    /// </summary>
    public static Shape SampleShape(Model model, int input, DataArray array)
    {
        Shape sample = array.SampleShape;
        if (model.DeclaredInput(input)?.SampleShape is not { } wanted) return sample;
        if (sample.Rank == wanted.Rank - 1 && wanted[^1] == 1) return sample.Append(1);
        return sample.Rank == wanted.Rank + 1 && sample[^1] == 1 ? sample[..^1] : sample;
    }

    private static DataArray[] Ordered(Model model, string method, DataGroup x)
    {
        string[]? names = ModelNames.Inputs(model);
        if (x.Names is not { } given)
        {
            if (x.Count == (model.NumberOfInputs ?? Math.Max(1, x.Count))) return [.. x];
            string which = names is null ? "" : $" ({string.Join(", ", names)})";
            string inputs = model.NumberOfInputs is null or 1 ? "1 input" : $"{model.NumberOfInputs} inputs";
            throw new ArgumentException(
                $"{method}: expected data for {inputs}{which} of '{model.Name}' in x but got {x.Count}.");
        }

        if (names is null)
        {
            throw new ArgumentException(
                $"{method}: expected x in order, since the inputs of '{model.Name}' have no names, " +
                $"but got names: {string.Join(", ", given)}.");
        }

        RefuseUnknown($"{method}, x", "input", given, names);
        string[] missing = [.. names.Except(given)];
        if (missing.Length == 0) return [.. names.Select(name => Named(x, name)!)];
        throw new ArgumentException(
            $"{method}, x: expected data for the inputs {string.Join(", ", names)} of '{model.Name}' " +
            $"but {string.Join(", ", missing)} is missing.");
    }

    /// <summary>The targets of each output.</summary>
    /// <exception cref="ArgumentException">They do not fit the outputs, or one that has a loss or metrics has none.</exception>
    public static DataArray?[] Targets(Trainer trainer, string method, DataGroup? y)
    {
        string[] names = trainer.Outputs.Names;
        DataArray?[] targets = y is null ? new DataArray?[names.Length] : Each($"{method}, y", y, names, mayRepeat: false);
        for (int i = 0; i < names.Length; i++)
        {
            if (targets[i] is not null || !trainer.Outputs[i].NeedsTargets) continue;
            string got = y is null ? "got none" : $"got {string.Join(", ", y.Names ?? [])}";
            throw new ArgumentException(
                $"{method}: expected targets y for the output '{names[i]}', which has a loss or metrics, but {got}.");
        }

        return targets;
    }

    /// <summary>The weights of the samples for each output: one for all, or one for each.</summary>
    /// <exception cref="ArgumentException">They do not fit the outputs.</exception>
    public static DataArray?[] Weights(Trainer trainer, string method, DataGroup? weights) => weights is null
        ? new DataArray?[trainer.Outputs.Names.Length]
        : Each($"{method}, sampleWeight", weights, trainer.Outputs.Names, mayRepeat: true);

    private static DataArray?[] Each(string who, DataGroup group, string[] outputs, bool mayRepeat)
    {
        if (group.Names is { } given)
        {
            RefuseUnknown(who, "output", given, outputs);
            return [.. outputs.Select(name => Named(group, name))];
        }

        if (group.Count == outputs.Length) return [.. group];
        if (mayRepeat && group.Count == 1) return [.. outputs.Select(_ => group[0])];
        throw new ArgumentException(
            $"{who}: expected {outputs.Length}, one for each output ({string.Join(", ", outputs)}), but got {group.Count}.");
    }

    private static void RefuseUnknown(string who, string what, IReadOnlyList<string> given, string[] known)
    {
        foreach (string name in given)
        {
            if (!known.Contains(name))
            {
                throw new ArgumentException(
                    $"{who}: no {what} named '{name}'. There {(known.Length == 1 ? "is" : "are")}: {string.Join(", ", known)}.");
            }
        }
    }

    private static DataArray? Named(DataGroup group, string name)
    {
        for (int i = 0; i < group.Count; i++)
        {
            if (group.Names![i] == name) return group[i];
        }

        return null;
    }
}
