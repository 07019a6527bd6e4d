using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Golden;

namespace DeepSharp.Tests.Models;

/// <summary>Summaries of graphs, of models inside models, of what is trained, and of part of the layers.</summary>
public class GraphSummaryTests
{
    [Theory]
    [InlineData("residual_functional")]
    [InlineData("seed_cnn")]
    [InlineData("bn_dropout_cnn")]
    [InlineData("lstm_text")]
    public void Models_of_Keras_have_the_tables_of_Keras(string name)
    {
        JsonObject config = JsonNode.Parse(Golden($"{name}.config.json"))!.AsObject();
        Model model = Model.FromConfig(config);
        Assert.Equal(Golden($"{name}.summary.txt"), Text(model));

        CompileConfig.Apply(config["compile_config"]!.AsObject(), model);
        model.TrainOnBatch(Tensor.Zeros(model.Inputs[0].Shape.WithFirst(1)), Tensor.Zeros([1, 1]));
        Assert.Equal(Golden($"{name}.summary_trained.txt"), Text(model));
    }

    [Fact]
    public void A_functional_chain_has_three_columns_and_lists_its_input()
    {
        var input = new Input([4], name: "x");
        var model = new Model(input, new Dense(3, name: "a").Apply(input), "m");
        Assert.Equal(
            """
            Model: "m"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
            │ x (InputLayer)                       │ (None, 4)                   │               0 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ a (Dense)                            │ (None, 3)                   │              15 │
            └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
             Total params: 15 (60.00 B)
             Trainable params: 15 (60.00 B)
             Non-trainable params: 0 (0.00 B)

            """,
            Text(model));
    }

    [Fact]
    public void Shared_layers_show_all_that_they_take_and_several_outputs_all_shapes()
    {
        Input left = new([4], name: "left"), right = new([4], name: "right");
        var shared = new Dense(3, name: "shared");
        var inner = new Input([4], name: "inner_x");
        var two = new Model(inner, [new Dense(2, name: "b").Apply(inner), new Dense(5, name: "c").Apply(inner)], "two");
        SymbolicTensor[] outputs = two.ApplyAll(left);
        var model = new Model([left, right], [shared.Apply(left) + shared.Apply(right), outputs[1], outputs[0]], "m");
        string text = Text(model);
        Assert.Contains(
            "│ shared (Dense)                │ (None, 3)                 │              15 │ left[0][0], right[0][0]    │", text,
            StringComparison.Ordinal);
        Assert.Contains(
            "│ shared[0][0], shared[1][0] │", text, StringComparison.Ordinal);
        Assert.Contains(
            "│ two (Functional)              │ [(None, 2), (None, 5)]    │              35 │ left[0][0]                 │", text,
            StringComparison.Ordinal);
        Assert.Contains(
            "│ left (InputLayer)             │ (None, 4)                 │               0 │ -                          │", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Models_inside_are_shown_with_their_layers_and_what_is_trained()
    {
        var inner = new Input([4], name: "inner_x");
        var block = new Model(inner, new Add("sum").Apply(inner, new Dense(4, name: "wide").Apply(inner)), "block") { Trainable = false };
        var model = new Sequential([block, new Flatten(name: "flat"), new Dense(2, name: "head")], "m", new Input([4]));
        Assert.Equal(
            """
            Model: "m"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
            ┃ Layer (type)                          ┃ Output Shape                  ┃        Param # ┃ Traina… ┃
            """,
            string.Join('\n', Text(model, showTrainable: true).Split('\n')[..3]));
        string[] rows = [.. Text(model, expandNested: true, showTrainable: true).Split('\n').Where(line => line.StartsWith('│'))];
        Assert.Equal(
            [
                "│ block (Functional)                    │ (None, 4)                     │             20 │    N    │",
                "│    └ inner_x (InputLayer)             │ (None, 4)                     │              0 │    -    │",
                "│    └ wide (Dense)                     │ (None, 4)                     │             20 │    N    │",
                "│    └ sum (Add)                        │ (None, 4)                     │              0 │    -    │",
                "│ flat (Flatten)                        │ (None, 4)                     │              0 │    -    │",
                "│ head (Dense)                          │ (None, 2)                     │             10 │    Y    │",
            ],
            rows);
    }

    [Fact]
    public void Part_of_the_layers_may_be_shown()
    {
        Model model = Model.FromConfig(JsonNode.Parse(Golden("residual_functional.config.json"))!);
        Assert.Equal(["body_1", "body_2", "join"], Names(("body", "join")));
        Assert.Equal(["body_1", "body_2", "join"], Names(("join", "body")));
        Assert.Equal(["stem"], Names(("stem", "stem")));
        var exception = Assert.Throws<ArgumentException>(() => Names(("stem", "tail")));
        Assert.StartsWith(
            "Summary: no layer's name begins with 'tail'. Layers: image, stem, body_1, body_2, join, out_relu, pool, head.",
            exception.Message, StringComparison.Ordinal);

        IEnumerable<string> Names((string, string) range) =>
            Text(model, layerRange: range).Split('\n').Where(line => line.StartsWith('│')).Select(line => line.Split(' ')[1]);
    }

    [Fact]
    public void A_graph_in_too_little_room_is_refused()
    {
        Model model = Model.FromConfig(JsonNode.Parse(Golden("residual_functional.config.json"))!);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Text(model, 20));
        Assert.StartsWith(
            "Summary: expected a width of 4 columns or more for each of 4 but got 20 in all.",
            exception.Message, StringComparison.Ordinal);
    }

    private static string Golden(string name) => File.ReadAllText(Path.Combine(GoldenArea.Folder, "files", name));

    private static string Text(
        Model model, int? lineLength = null, bool expandNested = false, bool showTrainable = false, (string, string)? layerRange = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        model.Summary(output, lineLength, expandNested, showTrainable, layerRange);
        return output.ToString();
    }
}
