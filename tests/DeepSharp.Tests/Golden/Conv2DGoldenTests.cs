namespace DeepSharp.Tests.Golden;

public sealed class Conv2DGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("conv2d", except: "channels_first");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string id) => LayerRunner.Check(GoldenArea.Load("conv2d").Open(id));

    [Theory]
    [InlineData("channels_first")]
    public void Another_order_of_axes_is_refused_by_name(string id)
    {
        GoldenCase golden = GoldenArea.Load("conv2d").Open(id);

        var exception = Assert.Throws<NotSupportedException>(() => Layer.Create(golden.Text("class"), golden.Object("args")));

        Assert.StartsWith(
            "Conv2D: expected 'data_format' to be 'channels_last', the only layout supported, but the config says 'channels_first'.",
            exception.Message);
    }
}
