using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// A graph that begins with layers that work on data, in two parts: those layers, which run where batches are made, and the graph of the
/// others, whose inputs are the tensors that are made of what the first part gives.
/// </summary>
internal sealed class GraphSplit
{
    private readonly Dictionary<SymbolicTensor, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SymbolicTensor, SymbolicTensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, SymbolicTensor> _fed = [];
    private readonly List<int> _fedPlaces = [];
    private readonly List<SymbolicTensor> _fedTensors = [];

    private GraphSplit(string owner, SymbolicGroup inputs, IReadOnlyList<LayerCall> calls, SymbolicGroup outputs)
    {
        Plan = new DataPlan(inputs.Count);
        for (int i = 0; i < inputs.Count; i++) _places[inputs[i]] = i;
        foreach (LayerCall call in calls) Take(call);
        OutputPlaces = [.. outputs.Select(output => _places.GetValueOrDefault(output, -1))];
        SymbolicTensor[] computed = [.. outputs.Select(TensorOf)];
        Steps = new LayerGraph(owner, new SymbolicGroup([.. _fedTensors]), new SymbolicGroup(computed));
    }

    /// <summary>The layers that work on data.</summary>
    public DataPlan Plan { get; }

    /// <summary>What the steps compute, from the tensors that are fed.</summary>
    public LayerGraph Steps { get; }

    /// <summary>The places in the plan of what becomes the inputs of the steps, in order.</summary>
    public IReadOnlyList<int> FedPlaces => _fedPlaces;

    /// <summary>The places in the plan of the outputs; -1 for those that the steps compute.</summary>
    public IReadOnlyList<int> OutputPlaces { get; }

    /// <summary>Whether there is nothing but layers that work on data.</summary>
    public bool IsWhole => OutputPlaces.All(place => place >= 0);

    /// <summary>The parts of a graph; null where no layer works on data.</summary>
    public static GraphSplit? Of(string owner, SymbolicGroup inputs, IReadOnlyList<LayerCall> calls, SymbolicGroup outputs) =>
        calls.Any(call => call.Layer is DataLayer or Model { Split: not null }) ? new GraphSplit(owner, inputs, calls, outputs) : null;

    private void Take(LayerCall call)
    {
        if (call.Layer is DataLayer layer)
        {
            _places[call.OutputTensors[0]] = Plan.Add(layer, [.. call.Tensors.Select(input => _places[input])]);
            return;
        }

        SymbolicTensor[] inputs;
        Layer taken = call.Layer;
        CallForm form = call.Form;
        if (call.Layer is Model { Split: { } inner } model)
        {
            int[] places = Plan.Add(inner.Plan, [.. call.Given.ToArray().Select(input => _places.GetValueOrDefault(input, -1))]);
            if (inner.IsWhole)
            {
                for (int i = 0; i < call.OutputTensors.Length; i++) _places[call.OutputTensors[i]] = places[inner.OutputPlaces[i]];
                return;
            }

            // An input of the inner model that it takes as a tensor may be one here.
            SymbolicTensor[] operands = call.Given.ToArray();
            inputs =
            [
                .. inner.FedPlaces.Select((place, i) =>
                    places[place] < 0 ? TensorOf(operands[place]) : Fed(places[place], inner.Steps.Inputs[i])),
            ];
            taken = model.BehindData;
            form = taken.KnownSignature.Plain(inputs.Length).With(maskOfFirst: false, call.Form.Training);
        }
        else
        {
            inputs = [.. call.Tensors.Select(TensorOf)];
        }

        var rewritten = new LayerCall(taken, call.Number, form, inputs, [.. call.OutputTensors.Select(output => output.Shape)]);
        for (int i = 0; i < call.OutputTensors.Length; i++) _tensors[call.OutputTensors[i]] = rewritten.Outputs[i];
    }

    private SymbolicTensor TensorOf(SymbolicTensor tensor) =>
        _tensors.TryGetValue(tensor, out SymbolicTensor? known) ? known : Fed(_places[tensor], tensor);

    private SymbolicTensor Fed(int place, SymbolicTensor like)
    {
        if (_fed.TryGetValue(place, out SymbolicTensor? known)) return known;
        var input = new Input(like.Shape[1..], like.Shape[0] == Shape.Any ? null : like.Shape[0], like.DType, like.Name);
        _fedPlaces.Add(place);
        _fedTensors.Add(input);
        return _fed[place] = input;
    }
}
