namespace DeepSharp;

/// <summary>
/// What an optimizer has learned, as it stands in files: <c>iteration</c>, <c>learning_rate</c>, and for each weight its slots
/// under Keras's names, <c>conv2d_1/kernel/momentum</c>.
/// </summary>
internal static class OptimizerEntries
{
    private const string Iteration = "iteration";
    private const string LearningRate = "learning_rate";
    private const string ClassKey = "optimizer";

    /// <summary>Adds the state of a model's optimizer to a file.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="prefix">Put before all names.</param>
    /// <param name="model">Whose weights the slots belong to.</param>
    /// <param name="optimizer">The optimizer.</param>
    public static void Write(SafetensorsWriter writer, string prefix, Model model, Optimizer optimizer)
    {
        writer.Metadata[ClassKey] = optimizer.ClassName;
        writer.Add(prefix + Iteration, OptimizerVariables.Steps(optimizer));
        if (OptimizerVariables.Rate(optimizer) is { } rate) writer.Add(prefix + LearningRate, Tensor.Scalar(rate));
        foreach (Variable extra in OptimizerVariables.Extra(optimizer)) writer.Add(prefix + extra.Name, extra.Value);
        foreach ((string key, Variable weight) in WeightKeys.Of(model))
        {
            foreach (Variable slot in OptimizerVariables.Of(optimizer, weight)) writer.Add($"{prefix}{key}/{slot.Name}", slot.Value);
        }
    }

    /// <summary>Whether a file holds the state of an optimizer of the same class.</summary>
    public static bool IsOf(SafetensorsReader reader, Optimizer optimizer) =>
        reader.Metadata.GetValueOrDefault(ClassKey) == optimizer.ClassName;

    /// <summary>
    /// Finds out where the state in a file belongs, and checks all of it. Slots are made for the state that fits; of a file that is refused
    /// none stay.
    /// </summary>
    /// <param name="reader">The file.</param>
    /// <param name="prefix">What all names begin with; others are left alone.</param>
    /// <param name="model">Whose weights the slots belong to.</param>
    /// <param name="optimizer">Gets the state.</param>
    /// <param name="skipMismatch">Whether state of weights that the model does not have, or has in another shape, is left out.</param>
    /// <param name="plan">Gets what is to be read.</param>
    /// <exception cref="ModelFileException">The state is incomplete, or belongs to other weights.</exception>
    public static void Plan(SafetensorsReader reader, string prefix, Model model, Optimizer optimizer, bool skipMismatch, TransferPlan plan)
    {
        int known = optimizer.StateCount;
        try
        {
            PlanAll(reader, prefix, model, optimizer, skipMismatch, plan);
        }
        catch
        {
            optimizer.ForgetSlotsAfter(known);
            throw;
        }
    }

    private static void PlanAll(
        SafetensorsReader reader, string prefix, Model model, Optimizer optimizer, bool skipMismatch, TransferPlan plan)
    {
        FileSection file = reader.File;
        long iterations = reader.ReadWhole(Find(reader, prefix + Iteration));
        if (iterations < 0) throw file.Damaged($"expected '{prefix}{Iteration}' to be 0 or more but it is {iterations}.");
        float? rate = OptimizerVariables.Rate(optimizer) is null ? null : ReadRate(reader, prefix + LearningRate);

        HashSet<string> own = [prefix + Iteration, prefix + LearningRate];
        foreach (Variable extra in OptimizerVariables.Extra(optimizer))
        {
            SafetensorsEntry entry = Find(reader, prefix + extra.Name);
            RequireShape(reader, entry, extra);
            plan.Copy(reader, entry, extra.Value);
            own.Add(entry.Name);
        }

        var weights = WeightKeys.Of(model).ToDictionary(pair => pair.Key, pair => pair.Weight, StringComparer.Ordinal);
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string, SafetensorsEntry> state in SlotEntries(reader, prefix, own))
        {
            covered.Add(state.Key);
            if (weights.TryGetValue(state.Key, out Variable? weight) && (!skipMismatch || state.All(entry => entry.Shape == weight.Shape)))
            {
                PlanSlots(reader, state, weight, optimizer, plan);
            }
            else if (!skipMismatch)
            {
                throw file.Damaged($"holds optimizer state for '{state.Key}', a weight that the model does not have.");
            }
        }

        // Slots that stay as they are would not belong to the step that the file goes on from.
        bool isFresh = iterations == 0 && covered.Count == 0;
        string? left = OptimizerVariables.Steps(optimizer) == 0 || skipMismatch || isFresh ? null
            : weights.FirstOrDefault(pair => !covered.Contains(pair.Key) && OptimizerVariables.Of(optimizer, pair.Value).Count > 0).Key;
        if (left is not null)
        {
            throw file.Damaged($"lacks optimizer state for '{left}', which this optimizer has trained. Compile the model again first.");
        }

        plan.Finally(() =>
        {
            if (isFresh) optimizer.ForgetSlots();
            OptimizerVariables.Restore(optimizer, iterations, rate);
        });
    }

    private static float ReadRate(SafetensorsReader reader, string name)
    {
        SafetensorsEntry entry = Find(reader, name);
        if (entry.Count != 1) throw reader.File.Damaged($"expected '{name}' to be one number but its shape is {entry.Shape}.");
        float rate = reader.Read(entry).Item();
        return rate is >= 0 and < float.PositiveInfinity
            ? rate : throw reader.File.Damaged($"expected '{name}' to be a finite number of 0 or more but it is {rate}.");
    }

    private static void PlanSlots(
        SafetensorsReader reader, IGrouping<string, SafetensorsEntry> state, Variable weight, Optimizer optimizer, TransferPlan plan)
    {
        optimizer.Build([weight]);
        IReadOnlyList<Variable> slots = OptimizerVariables.Of(optimizer, weight);
        Dictionary<string, SafetensorsEntry> entries = state.ToDictionary(entry => SlotName(entry.Name), StringComparer.Ordinal);
        if (!entries.Keys.ToHashSet().SetEquals(slots.Select(slot => slot.Name)))
        {
            throw reader.File.Damaged(
                $"expected the slots {string.Join(", ", slots.Select(slot => slot.Name))} of {optimizer.ClassName} for '{state.Key}' " +
                $"but it has {string.Join(", ", entries.Keys)}. Compile with the options that the optimizer had.");
        }

        foreach (Variable slot in slots)
        {
            SafetensorsEntry entry = entries[slot.Name];
            RequireShape(reader, entry, slot);
            plan.Copy(reader, entry, slot.Value);
        }
    }

    private static void RequireShape(SafetensorsReader reader, SafetensorsEntry entry, Variable variable)
    {
        if (entry.Shape == variable.Shape) return;
        throw reader.File.Damaged($"expected shape {variable.Shape} for '{entry.Name}' but it has {entry.Shape}.");
    }

    // By weight, without what belongs to none.
    private static IEnumerable<IGrouping<string, SafetensorsEntry>> SlotEntries(
        SafetensorsReader reader, string prefix, HashSet<string> own) => reader.Entries
        .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal) && !own.Contains(entry.Name))
        .GroupBy(entry => WeightKey(entry.Name[prefix.Length..]), StringComparer.Ordinal);

    private static string WeightKey(string name) => name.LastIndexOf('/') is var slash and >= 0 ? name[..slash] : name;

    private static string SlotName(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static SafetensorsEntry Find(SafetensorsReader reader, string name) =>
        reader.Find(name) ?? throw reader.File.Damaged($"expected the optimizer's '{name}' but it is not there.");
}
