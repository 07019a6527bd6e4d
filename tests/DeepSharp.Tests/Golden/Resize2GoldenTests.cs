namespace DeepSharp.Tests.Golden;

/// <summary>Interpolations that Keras's backends do not agree about, or do not have: outputs from their definition.</summary>
public sealed class Resize2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("resize2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_are_those_of_the_definition(string id)
    {
        GoldenCase golden = GoldenArea.Load("resize2").Open(id);
        Layer layer = Layer.Create(golden.Text("class"), golden.Object("args"));
        Tensor input = Assert.Single(golden.Tensors("inputs")), want = Assert.Single(golden.Tensors("outputs"));

        Assert.Equal(want.Shape, layer.ComputeOutputShape(input.Shape));
        Tolerance.Output.Check("output", want, layer.Apply(input));
        golden.AssertEverythingRead();
    }
}
