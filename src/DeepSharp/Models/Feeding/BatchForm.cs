namespace DeepSharp;

/// <summary>
/// How the arrays of a batch become the inputs, targets and weights of a step. It is worked out for one batch, after all checks, and used
/// for all that are like it: for these nothing is looked up, computed or allocated.
/// </summary>
internal sealed class BatchForm
{
    private Trainer? _trainer;
    private string[] _outputs = [];
    private GroupForm? _x;
    private GroupForm? _y;
    private GroupForm? _weights;
    private Shape[] _samples = [];

    /// <summary>For each input the place of its array in <c>x</c>.</summary>
    public int[] X { get; private set; } = [];

    /// <summary>For each output the place of its targets in <c>y</c>; -1 where it has none.</summary>
    public int[] Y { get; private set; } = [];

    /// <summary>For each output the place of its weights in <c>sampleWeight</c>; -1 where it has none.</summary>
    public int[] Weights { get; private set; } = [];

    /// <summary>Whether a batch is like those learned; if not, it has to be checked again.</summary>
    /// <param name="trainer">What the model is compiled with; null where only inputs count.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="weights">Of the samples.</param>
    public bool Takes(Trainer? trainer, DataGroup x, DataGroup? y, DataGroup? weights)
    {
        if (_x is null || _trainer != trainer) return false;
        if (trainer is not null && !(trainer.Outputs.IsBound && trainer.Outputs.Names == _outputs)) return false;
        if (!GroupForm.IsOf(_x, x) || !GroupForm.IsOf(_y, y) || !GroupForm.IsOf(_weights, weights)) return false;
        for (int i = 0; i < X.Length; i++)
        {
            if (!Allows(_samples[i], x[X[i]].SampleShape)) return false;
        }

        int count = x[0].Count;
        return HaveCount(count, x) && HaveCount(count, y) && HaveCount(count, weights) && (trainer is null || count > 0);
    }

    /// <summary>Takes in a batch that passed all checks.</summary>
    public void Learn(Model model, Trainer? trainer, DataGroup x, DataGroup? y, DataGroup? weights)
    {
        bool isLike = _x is not null && _trainer == trainer && GroupForm.IsOf(_x, x);
        X = Places(x, ModelNames.Inputs(model), x.Count);
        (_trainer, _outputs) = (trainer, trainer?.Outputs.Names ?? []);
        (_x, _y, _weights) = (GroupForm.Of(x), GroupForm.Of(y), GroupForm.Of(weights));
        (Y, Weights) = (Places(y, _outputs, _outputs.Length), Places(weights, _outputs, _outputs.Length));
        Shape[] samples = [.. X.Select(place => x[place].SampleShape)];
        for (int i = 0; isLike && i < samples.Length; i++) samples[i] = Join(_samples[i], samples[i]);
        _samples = samples;
    }

    // A length that was seen to vary, such as that of sequences, may be any from then on: what computes the outputs of a custom model
    // is run to see whether inputs fit, and that twice at most.
    private static Shape Join(Shape known, Shape sample)
    {
        if (known.Rank != sample.Rank) return sample;
        for (int axis = 0; axis < sample.Rank; axis++)
        {
            if (known[axis] != sample[axis]) sample = sample.With(axis, Shape.Any);
        }

        return sample;
    }

    private static bool Allows(Shape known, Shape sample)
    {
        if (known.Rank != sample.Rank) return false;
        for (int axis = 0; axis < sample.Rank; axis++)
        {
            if (known[axis] != Shape.Any && known[axis] != sample[axis]) return false;
        }

        return true;
    }

    private static bool HaveCount(int count, DataGroup? group)
    {
        for (int i = 0; group is not null && i < group.Count; i++)
        {
            if (group[i].Count != count) return false;
        }

        return true;
    }

    // One array may be for all, as weights are.
    private static int[] Places(DataGroup? group, string[]? names, int count)
    {
        var places = new int[count];
        for (int i = 0; i < count; i++)
        {
            if (group is null) places[i] = -1;
            else if (group.Names is { } given) places[i] = IndexOf(given, names![i]);
            else places[i] = group.Count == 1 ? 0 : i;
        }

        return places;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return i;
        }

        return -1;
    }

    // How many arrays a group has, and by which names.
    private sealed record GroupForm(int Count, IReadOnlyList<string>? Names)
    {
        public static GroupForm? Of(DataGroup? group) => group is null ? null : new GroupForm(group.Count, group.Names);

        public static bool IsOf(GroupForm? form, DataGroup? group)
        {
            if (form is null || group is null) return form is null && group is null;
            if (form.Count != group.Count) return false;
            if (ReferenceEquals(form.Names, group.Names)) return true;
            if (form.Names is null || group.Names is null) return false;
            for (int i = 0; i < form.Count; i++)
            {
                if (form.Names[i] != group.Names[i]) return false;
            }

            return true;
        }
    }
}
