using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class NamedModelTests
{
    [Fact]
    public void Names_of_outputs_are_those_of_losses_metrics_targets_and_predictions()
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(12);
        Model model = Create();
        model.Compile(
            "adam", new Dictionary<string, string> { ["kind"] = "sparse_categorical_crossentropy", ["price"] = "mse" },
            new Dictionary<string, MetricSet> { ["price"] = "mae" }, new Dictionary<string, float> { ["price"] = 0.5f });
        History history = model.Fit(
            new Dictionary<string, Tensor> { ["x2"] = right, ["x1"] = left },
            new Dictionary<string, Tensor> { ["price"] = y2, ["kind"] = y1 },
            sampleWeight: new Dictionary<string, Tensor> { ["kind"] = Tensor.Ones([12]) }, verbose: Verbosity.Silent);
        Assert.Equal(["kind_loss", "loss", "price_loss", "price_mae"], history.Names);

        TensorGroup predicted = model.PredictAll(new Dictionary<string, Tensor> { ["x1"] = left, ["x2"] = right });
        Assert.Equal(["kind", "price"], predicted.Names);
        Assert.Equal([12, 3], predicted["kind"].Shape);
        Assert.Equal([12, 1], predicted["price"].Shape);
    }

    [Fact]
    public void The_order_is_that_of_the_names_as_in_Keras()
    {
        Input a = new([1], name: "a"), b = new([2], name: "b");
        var model = new Model(
            new Dictionary<string, SymbolicTensor> { ["z"] = a, ["Y"] = b },
            SymbolicGroup.Named(("q", new Dense(3).Apply(a)), ("p", new Dense(4).Apply(b))));
        Assert.Equal(["Y", "z"], model.Inputs.Names);
        Assert.Equal(["p", "q"], model.Outputs.Names);
        TensorGroup outputs = model.PredictAll([Tensor.Ones([5, 2]), Tensor.Ones([5, 1])]);
        Assert.Equal("p (5, 4), q (5, 3)", outputs.ToString());
        Assert.Equal("Y (None, 2), z (None, 1)", model.Inputs.ToString());
    }

    [Fact]
    public void Tuples_arrays_lists_and_the_ends_of_another_model_are_taken()
    {
        Input a = new([1], name: "a"), b = new([1], name: "b");
        SymbolicTensor sum = new Add(name: "sum").Apply(a, b), difference = new Subtract(name: "difference").Apply(a, b);
        Model[] models =
        [
            new Model((a, b), (sum, difference)),
            new Model(new SymbolicTensor[] { a, b }, new List<SymbolicTensor> { sum, difference }),
            new Model([a, b], [sum, difference]),
        ];
        foreach (Model model in models.Append(new Model(models[0].Inputs, models[0].Outputs)))
        {
            Assert.Null(model.Inputs.Names);
            (Tensor y1, Tensor y2) = model.PredictAll((Tensor.Full([1, 1], 5f), Tensor.Full([1, 1], 3f)));
            Assert.Equal((8f, 2f), (y1.Item(), y2.Item()));
        }

        Model named = Create();
        Assert.Equal(["kind", "price"], new Model(named.Inputs, named.Outputs).Outputs.Names);
    }

    [Fact]
    public void The_config_has_the_names_as_Keras_writes_them()
    {
        Model model = Create();
        JsonNode config = model.ToConfig()["config"]!;
        Assert.Equal("""{"x1":["left",0,0],"x2":["right",0,0]}""", config["input_layers"]!.ToJsonString());
        Assert.Equal("""{"kind":["class",0,0],"price":["value",0,0]}""", config["output_layers"]!.ToJsonString());

        Model copy = model.CloneModel();
        Assert.Equal(["x1", "x2"], copy.Inputs.Names);
        Assert.Equal(["kind", "price"], copy.Outputs.Names);
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
    }

    [Theory]
    [InlineData("x", "Fit, x: no input named 'left'. There are: x1, x2.")]
    [InlineData("y", "Fit, y: no output named 'class'. There are: kind, price.")]
    [InlineData("weights", "Fit, sampleWeight: no output named 'x'. There are: kind, price.")]
    public void Names_that_do_not_exist_are_refused_with_those_that_do(string mistake, string message)
    {
        (Tensor left, Tensor right, Tensor y1, Tensor y2) = TwoByTwo.Data(12);
        Model model = Create();
        model.Compile("adam", ["sparse_categorical_crossentropy", "mse"]);
        (DataGroup x, DataGroup y, DataGroup? weights) = ((DataGroup)(left, right), (DataGroup)(y1, y2), (DataGroup?)null);
        switch (mistake)
        {
            case "x": x = new Dictionary<string, Tensor> { ["left"] = left, ["x2"] = right }; break;
            case "y": y = new Dictionary<string, Tensor> { ["class"] = y1, ["price"] = y2 }; break;
            default: weights = new Dictionary<string, Tensor> { ["x"] = Tensor.Ones([12]) }; break;
        }

        var exception = Assert.Throws<ArgumentException>(() => model.Fit(x, y, sampleWeight: weights, verbose: Verbosity.Silent));
        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void Groups_that_make_no_sense_are_refused()
    {
        var input = new Input([1], name: "a");
        Assert.StartsWith(
            "SymbolicGroup: expected different names but 'p' is there twice.",
            Assert.Throws<ArgumentException>(() => SymbolicGroup.Named(("p", input), ("p", input))).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "SymbolicGroup: expected a tensor in every place but one is null.",
            Assert.Throws<ArgumentException>(() => SymbolicGroup.Create([input, null!])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymbolicGroup.Named(("", input)));
    }

    private static Model Create()
    {
        Model plain = TwoByTwo.Create();
        return new Model(
            SymbolicGroup.Named(("x1", plain.Inputs[0]), ("x2", plain.Inputs[1])),
            SymbolicGroup.Named(("price", plain.Outputs[1]), ("kind", plain.Outputs[0])), "named");
    }
}
