using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// What comes first in a model and may work where batches are made, while the step before runs: augmentations, and what has neither
/// weights nor state. The rest is the step.
/// </summary>
internal sealed class AheadPart
{
    private readonly LayerGraph _front;
    private readonly ImageAugmentation[] _counted;
    private GraphPlan? _plan;

    private AheadPart(Model model, LayerGraph graph, List<LayerCall> calls)
    {
        HashSet<SymbolicTensor> ready = ReadyAfter(graph, calls);
        SymbolicTensor[] ends =
        [
            .. graph.Calls.Where(call => !calls.Contains(call)).SelectMany(call => call.Tensors).Concat(graph.Outputs)
                .Where(ready.Contains).Distinct<SymbolicTensor>(ReferenceEqualityComparer.Instance),
        ];
        _front = new LayerGraph(model.Name, graph.Inputs, new SymbolicGroup(ends));
        Behind = new ModelBehindData(model, new LayerGraph(model.Name, new SymbolicGroup(ends), graph.Outputs));
        _counted = [.. calls.SelectMany(call => (Layer[])[call.Layer, .. call.Layer.FindParts()]).OfType<ImageAugmentation>()];
    }

    /// <summary>The step: a layer that takes what <see cref="Run"/> gives.</summary>
    public ModelBehindData Behind { get; }

    /// <summary>How many tensors the step takes.</summary>
    public int Count => _front.Outputs.Count;

    /// <summary>That of a model whose steps are known; null where no augmentation comes first.</summary>
    public static AheadPart? Of(Model model)
    {
        if (model.HasCustomSteps || model.Split is not null || model.Graph is not { } graph) return null;
        List<LayerCall> calls = FirstCalls(graph);
        bool augments = calls.Any(call => call.Layer.ActsAlone);
        return augments ? new AheadPart(model, graph, calls) : null;
    }

    /// <summary>Counts the images of a pass.</summary>
    /// <returns>The number of the first, the same for all augmentations.</returns>
    public long Claim(int samples)
    {
        long first = 0;
        foreach (ImageAugmentation layer in _counted) first = Math.Max(first, layer.Counted);
        foreach (ImageAugmentation layer in _counted) layer.Counted = first + samples;
        return first;
    }

    /// <summary>Computes what the step takes, in memory that lasts until the next call with it.</summary>
    /// <param name="tape">Of the memory; it does not record.</param>
    /// <param name="inputs">In the order of the model's inputs.</param>
    /// <param name="first">The number of the first sample.</param>
    /// <param name="outputs">To be filled.</param>
    public void Run(Tape tape, ReadOnlySpan<Tensor> inputs, long first, Span<Tensor> outputs)
    {
        tape.EndStep();
        Tape? previous = tape.Enter();
        ImageCounter.Give(first);
        try
        {
            GraphPlan? plan = _plan;
            if (plan is null || !plan.Fits(inputs)) _plan = plan = PlanFor(inputs);
            plan.Run(inputs, outputs, training: true);
        }
        finally
        {
            ImageCounter.Give(null);
            Tape.Restore(previous);
        }
    }

    private GraphPlan PlanFor(ReadOnlySpan<Tensor> inputs)
    {
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        return new GraphPlan(_front, shapes);
    }

    // From the inputs on, as far as all is given. A layer that the step, or another call, uses too would be at work on two threads, or draw
    // the same numbers twice: it stays in the step, and all behind it.
    private static List<LayerCall> FirstCalls(LayerGraph graph)
    {
        var shared = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        while (true)
        {
            var calls = new List<LayerCall>();
            HashSet<SymbolicTensor> ready = ReadyAfter(graph, calls);
            foreach (LayerCall call in graph.Calls)
            {
                bool comesFirst = call.Layer.RunsAhead && !shared.Contains(call.Layer) && call.Form.MaskTargets.Length == 0
                    && call.Tensors.All(ready.Contains);
                if (!comesFirst) continue;
                calls.Add(call);
                ready.UnionWith(call.Outputs);
            }

            var uses = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
            foreach (LayerCall call in graph.Calls)
            {
                foreach (Layer layer in (Layer[])[call.Layer, .. call.Layer.FindParts()]) uses[layer] = uses.GetValueOrDefault(layer) + 1;
            }

            int known = shared.Count;
            foreach (LayerCall call in calls)
            {
                if (uses[call.Layer] > 1 || call.Layer.FindParts().Any(part => uses[part] > 1)) shared.Add(call.Layer);
            }

            if (shared.Count == known) return calls;
        }
    }

    private static HashSet<SymbolicTensor> ReadyAfter(LayerGraph graph, List<LayerCall> calls) =>
        new([.. graph.Inputs, .. calls.SelectMany(call => call.Outputs)], ReferenceEqualityComparer.Instance);
}
