using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

/// <summary>A layer as a program may have one: an option, and a weight for each feature.</summary>
internal sealed class Scale(float factor, string? name = null) : Layer(name)
{
    private Variable? _gain;

    public float Factor => factor;

    public override Shape ComputeOutputShape(Shape input) => input;

    protected override void OnBuild(Shape input) => _gain = AddWeight("gain", [input[^1]], Initializer.Ones);

    protected override Tensor Call(Tensor input, bool training) => input * _gain!.Value * factor;

    protected override void WriteConfig(JsonObject config) => config["factor"] = factor;
}

/// <summary>A model as a program may have one: two layers, made by its constructor.</summary>
internal sealed class TwoLayers(int units) : Model
{
    private readonly Layer[] _layers = [new Dense(units, activation: "tanh"), new Scale(2)];

    public override IReadOnlyList<Layer> Layers => _layers;

    public override Shape ComputeOutputShape(Shape input) => input.WithLast(units);

    protected override void OnBuild(Shape input)
    {
        _layers[0].Build(input);
        _layers[1].Build(_layers[0].ComputeOutputShape(input));
    }

    protected override Tensor Call(Tensor input, bool training) => _layers[1].Apply(_layers[0].Apply(input, training), training);

    protected override void WriteConfig(JsonObject config) => config["units"] = units;
}

/// <summary>A layer made of others, two of them of one class.</summary>
internal sealed class Bottleneck : Layer
{
    private readonly Dense _narrow, _wide;

    public Bottleneck(int units, int width, string? name = null)
        : base(name)
    {
        (Units, Width) = (units, width);
        _narrow = AddLayer(new Dense(units, activation: "relu"));
        _wide = AddLayer(new Dense(width));
    }

    private int Units { get; }

    private int Width { get; }

    public override Shape ComputeOutputShape(Shape input) => input.WithLast(Width);

    protected override void OnBuild(Shape input)
    {
        _narrow.Build(input);
        _wide.Build(input.WithLast(Units));
        AddWeight("gain", [], Initializer.Ones);
    }

    protected override Tensor Call(Tensor input, bool training) => _wide.Apply(_narrow.Apply(input, training), training);

    protected override void WriteConfig(JsonObject config) => (config["units"], config["width"]) = (Units, Width);
}

/// <summary>A layer that is never registered.</summary>
internal sealed class Unregistered() : Layer("stranger")
{
    public override Shape ComputeOutputShape(Shape input) => input;

    protected override Tensor Call(Tensor input, bool training) => input;
}
