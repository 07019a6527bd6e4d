namespace DeepSharp;

/// <summary>
/// Looks at the kinds of data before the first step: strings, and whole numbers that floats do not hold, go to layers that
/// work on data alone.
/// </summary>
internal static class DataKinds
{
    /// <exception cref="ArgumentException">An input takes no such values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A float does not hold a whole number that is to become one.</exception>
    public static void Require(Model model, string method, DataArray[] inputs, DataGroup given)
    {
        string[]? names = inputs.Length > 1 || given.Names is not null ? ModelNames.Inputs(model) : null;
        for (int i = 0; i < inputs.Length; i++)
        {
            string what = names is not null ? $"x['{names[i]}']" : inputs.Length > 1 ? $"x[{i}]" : "x";
            bool isTensor = model.TakesAsTensor(i);
            if (isTensor) inputs[i].RequireNumbers($"{method}, {what}");
            if (model.Split is not null) RequireKind(model, method, i, inputs[i].DType, what);
        }

        if (model.Split is null) return;
        foreach (SymbolicTensor output in model.Outputs)
        {
            if (!output.DType.IsString) continue;
            throw new ArgumentException(
                $"{method}: expected outputs that are numbers but '{output.Name}' of '{model.Name}' gives strings. Call Apply(data) of " +
                "that layer on what the model predicts.");
        }
    }

    /// <exception cref="ArgumentException">There are strings.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A float does not hold a whole number.</exception>
    public static void RequireNumbers(string method, string what, DataArray?[] arrays)
    {
        for (int i = 0; i < arrays.Length; i++) arrays[i]?.RequireNumbers($"{method}, {(arrays.Length > 1 ? $"{what}[{i}]" : what)}");
    }

    private static void RequireKind(Model model, string method, int input, DType got, string what)
    {
        try
        {
            model.RequireKind(input, got, what);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{method}: {error.Message}", error);
        }
    }
}
