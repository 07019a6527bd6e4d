using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Configuration;

/// <summary>A class of a program may have a number that JSON has no text for: the trained model can be saved all the same.</summary>
public class InfiniteNumbersTests
{
    public InfiniteNumbersTests() => ModelFile.Register(
        "Infinite>Within", config => new Within((float)config["least"]!, (double)config["bounds"]![1]!));

    [Fact]
    public void Infinities_come_back_from_a_file()
    {
        Sequential model = With(float.NegativeInfinity, double.PositiveInfinity);
        Assert.Equal(new Within(float.NegativeInfinity, double.PositiveInfinity), ActivationOf(SavedModel.Copy(model)));
        Assert.Equal(ActivationOf(model), ActivationOf((Sequential)model.CloneModel()));
        Assert.Equal(ActivationOf(model), ActivationOf((Sequential)Model.FromJson(model.ToJson())));
        Assert.Contains("\"least\":-1e999,\"bounds\":[0,1e999]", model.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_is_saved_and_its_weights_can_be_loaded()
    {
        Sequential model = With(float.NaN, 1), same = With(float.NaN, 1);
        byte[] file = SavedModel.Bytes(model);
        SavedModel.LoadError(file);
        same.LoadWeights(new MemoryStream(file));
        SavedModel.AssertSameState(model, same);
    }

    private static Sequential With(float least, double most) => new(new Dense(2, new Within(least, most), inputShape: [2]));

    private static Activation ActivationOf(Sequential model) => ((Dense)model.Layers[0]).Activation;

    private sealed record Within(float Least, double Most) : Activation
    {
        public override string Name => "within";

        public override Tensor Apply(Tensor x) => x.Clip(Least, Most);

        protected override JsonObject GetConfig() => new() { ["least"] = Least, ["bounds"] = new JsonArray(0.0, Most) };
    }
}
