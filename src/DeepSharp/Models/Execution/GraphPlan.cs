using System.Buffers;

namespace DeepSharp;

/// <summary>
/// How a <see cref="LayerGraph"/> is computed for inputs of some shape: each tensor has a place in one array, neighbouring layers are fused
/// into steps, and no step computes what nobody reads.
/// </summary>
internal sealed class GraphPlan
{
    private readonly Shape[] _samples;
    private readonly GraphStep[] _steps;
    private readonly int[] _outputs;
    private readonly int[][] _lastUses;
    private readonly int _places;
    private readonly int _mostInputs;

    /// <summary>A plan for inputs of some shapes; lengths may be unknown.</summary>
    public GraphPlan(LayerGraph graph, ReadOnlySpan<Shape> inputs)
    {
        Graph = graph;
        var uses = new GraphUses(graph);
        var steps = new List<GraphStep>();
        foreach (LayerCall call in graph.Calls)
        {
            if (!uses.IsTaken(call)) steps.Add(Fusions.StepFrom(call, uses));
        }

        _steps = [.. steps];
        _outputs = uses.PlacesOf(graph.Outputs);
        _places = uses.Count;
        _mostInputs = _steps.Length == 0 ? 0 : _steps.Max(step => step.Inputs.Length);
        _samples = new Shape[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) _samples[i] = Sample(inputs[i]);
        LimitSteps(graph, uses, inputs);
        _lastUses = PlanLifetimes.LastUses(_steps, _outputs, inputs.Length, _places);
    }

    /// <summary>What the plan computes.</summary>
    public LayerGraph Graph { get; }

    /// <summary>What is computed, in order.</summary>
    public IReadOnlyList<GraphStep> Steps => _steps;

    /// <summary>Whether the plan is for such inputs; the batch may differ.</summary>
    public bool Fits(ReadOnlySpan<Tensor> inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Sample(inputs[i].Shape) != _samples[i]) return false;
        }

        return true;
    }

    /// <summary>Computes the outputs of the graph. Several threads may do so at once.</summary>
    public void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        Tensor[] memory = ArrayPool<Tensor>.Shared.Rent(_places + _mostInputs);

        // Nothing is differentiated: what has been read for the last time leaves its memory, which the caches hold, to what comes next.
        StepMemory? reused = !training && Tape.Current is { IsRecording: false, Memory: { } own } ? own : null;
        try
        {
            Span<Tensor> places = memory.AsSpan(0, _places), gathered = memory.AsSpan(_places, _mostInputs);
            inputs.CopyTo(places);
            for (int at = 0; at < _steps.Length; at++)
            {
                GraphStep step = _steps[at];
                int count = step.Inputs.Length;
                for (int i = 0; i < count; i++) gathered[i] = places[step.Inputs[i]];
                ReadOnlySpan<int> masked = step.MaskTargets;
                count -= masked.Length;
                for (int i = 0; i < masked.Length; i++) gathered[masked[i]] = gathered[masked[i]].WithMask(gathered[count + i]);
                step.Run(gathered[..count], places.Slice(step.FirstOutput, step.OutputCount), training);
                if (reused is null) continue;
                foreach (int place in _lastUses[at]) reused.Release(places[place]);
            }

            for (int i = 0; i < _outputs.Length; i++) outputs[i] = places[_outputs[i]];
        }
        finally
        {
            ArrayPool<Tensor>.Shared.Return(memory, clearArray: true);
        }
    }

    private static Shape Sample(Shape input) => input.Rank == 0 ? input : input[1..];

    // From the outputs back: what each step reads is what the steps before it have to compute.
    private void LimitSteps(LayerGraph graph, GraphUses uses, ReadOnlySpan<Shape> inputs)
    {
        foreach (Shape sample in _samples)
        {
            if (!sample.IsKnown) return;
        }

        Shape[] shapes = graph.Shapes(inputs, uses);
        var read = new ImagePart[_places];
        foreach (int output in _outputs) read[output] = ImagePart.All(shapes[output]);
        for (int i = _steps.Length - 1; i >= 0; i--)
        {
            GraphStep step = _steps[i];
            foreach (int input in step.Inputs) read[input] = read[input].With(step.Reads(shapes[input], read[step.FirstOutput]));
        }

        for (int i = 0; i < inputs.Length; i++) read[i] = ImagePart.All(shapes[i]);
        foreach (GraphStep step in _steps)
        {
            int input = step.Inputs[0], output = step.FirstOutput;
            step.Limit(shapes[input], read[input], shapes[output], read[output]);
        }
    }
}
