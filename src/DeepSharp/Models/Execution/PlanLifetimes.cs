namespace DeepSharp;

/// <summary>How long the tensors of a <see cref="GraphPlan"/> are needed where nothing is differentiated.</summary>
internal static class PlanLifetimes
{
    /// <summary>
    /// For each step the places that it reads last. Left out are inputs and outputs of the plan, and whatever a layer may keep or show
    /// again under another shape.
    /// </summary>
    public static int[][] LastUses(ReadOnlySpan<GraphStep> steps, ReadOnlySpan<int> outputs, int inputCount, int places)
    {
        var last = new int[places];
        var stays = new bool[places];
        Array.Fill(last, -1);
        stays.AsSpan(0, inputCount).Fill(true);
        foreach (int output in outputs) stays[output] = true;
        for (int at = 0; at < steps.Length; at++)
        {
            GraphStep step = steps[at];
            foreach (int input in step.Inputs)
            {
                last[input] = at;
                stays[input] |= !step.MakesNew;
            }

            for (int i = 0; i < step.OutputCount; i++) stays[step.FirstOutput + i] |= !step.MakesNew;
        }

        var uses = new int[steps.Length][];
        for (int at = 0; at < uses.Length; at++)
        {
            uses[at] = [.. steps[at].Inputs.Distinct().Where(place => last[place] == at && !stays[place])];
        }

        return uses;
    }
}
