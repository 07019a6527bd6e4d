using System.Buffers;

namespace DeepSharp;

/// <summary>Executes a <see cref="LayerGraph"/>: each tensor between the layers has a place in one array, each call a step.</summary>
internal sealed class GraphRun
{
    private readonly Step[] _steps;
    private readonly int[] _outputs;
    private readonly int _places;
    private readonly int _mostInputs;

    public GraphRun(LayerGraph graph)
    {
        var places = new Dictionary<SymbolicTensor, int>(ReferenceEqualityComparer.Instance);
        foreach (SymbolicTensor input in graph.Inputs) places.TryAdd(input, places.Count);
        _steps = new Step[graph.Calls.Count];
        for (int i = 0; i < _steps.Length; i++)
        {
            LayerCall call = graph.Calls[i];
            int[] inputs = [.. call.Inputs.Select(input => places[input])];
            int first = places.Count;
            foreach (SymbolicTensor output in call.Outputs) places.TryAdd(output, places.Count);
            _steps[i] = new Step(call.Layer, inputs, first, call.Outputs.Length);
            _mostInputs = Math.Max(_mostInputs, inputs.Length);
        }

        _outputs = [.. graph.Outputs.Select(output => places[output])];
        _places = places.Count;
    }

    /// <summary>Computes the outputs of the graph. Several threads may run it at once.</summary>
    public void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        Tensor[] memory = ArrayPool<Tensor>.Shared.Rent(_places + _mostInputs);
        try
        {
            Span<Tensor> places = memory.AsSpan(0, _places), gathered = memory.AsSpan(_places, _mostInputs);
            inputs.CopyTo(places);
            foreach (Step step in _steps)
            {
                for (int i = 0; i < step.Inputs.Length; i++) gathered[i] = places[step.Inputs[i]];
                step.Layer.Execute(gathered[..step.Inputs.Length], places.Slice(step.FirstOutput, step.OutputCount), training);
            }

            for (int i = 0; i < _outputs.Length; i++) outputs[i] = places[_outputs[i]];
        }
        finally
        {
            ArrayPool<Tensor>.Shared.Return(memory, clearArray: true);
        }
    }

    /// <summary>The shapes of the outputs for inputs of some shapes.</summary>
    public Shape[] Shapes(ReadOnlySpan<Shape> inputs)
    {
        var shapes = new Shape[_places];
        inputs.CopyTo(shapes);
        foreach (Step step in _steps)
        {
            Shape[] outputs = step.Layer.OutputShapes([.. step.Inputs.Select(place => shapes[place])]);
            outputs.CopyTo(shapes, step.FirstOutput);
        }

        return [.. _outputs.Select(place => shapes[place])];
    }

    private readonly record struct Step(Layer Layer, int[] Inputs, int FirstOutput, int OutputCount);
}
