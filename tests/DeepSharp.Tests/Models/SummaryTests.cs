using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class SummaryTests
{
    private const string SeedTable =
        """
        Model: "sequential"
        ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
        ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
        ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
        │ conv2d (Conv2D)                      │ (None, 30, 30, 32)          │             896 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ max_pooling2d (MaxPooling2D)         │ (None, 15, 15, 32)          │               0 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ conv2d_1 (Conv2D)                    │ (None, 13, 13, 64)          │          18,496 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ max_pooling2d_1 (MaxPooling2D)       │ (None, 6, 6, 64)            │               0 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ conv2d_2 (Conv2D)                    │ (None, 4, 4, 64)            │          36,928 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ flatten (Flatten)                    │ (None, 1024)                │               0 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ dense (Dense)                        │ (None, 64)                  │          65,600 │
        ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
        │ dense_1 (Dense)                      │ (None, 10)                  │             650 │
        └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘

        """;

    [Fact]
    public void The_tutorial_network_has_the_table_of_Keras()
    {
        LayerNames.Reset();
        Assert.Equal(
            SeedTable +
            """
             Total params: 122,570 (478.79 KB)
             Trainable params: 122,570 (478.79 KB)
             Non-trainable params: 0 (0.00 B)

            """,
            Text(SmallModels.Seed()));
    }

    [Fact]
    public void After_a_step_what_the_optimizer_keeps_is_counted()
    {
        LayerNames.Reset();
        Sequential model = SmallModels.Seed();
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.TrainOnBatch(Tensor.Zeros([1, 32, 32, 3]), Tensor.Zeros([1]));
        Assert.Equal(
            SeedTable +
            """
             Total params: 367,712 (1.40 MB)
             Trainable params: 122,570 (478.79 KB)
             Non-trainable params: 0 (0.00 B)
             Optimizer params: 245,142 (957.59 KB)

            """,
            Text(model));
    }

    [Fact]
    public void A_model_that_is_not_built_has_no_shapes_yet() => Assert.Equal(
        """
        Model: "m"
        ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
        ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
        ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
        │ a (Dense)                            │ ?                           │     0 (unbuilt) │
        └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
         Total params: 0 (0.00 B)
         Trainable params: 0 (0.00 B)
         Non-trainable params: 0 (0.00 B)

        """,
        Text(new Sequential([new Dense(3, name: "a")], "m")));

    [Fact]
    public void Text_that_does_not_fit_wraps_or_is_cut() => Assert.Contains(
        """
        ┃ Layer (type)    ┃ Output     ┃  Param ┃
        ┃                 ┃ Shape      ┃      # ┃
        """,
        Text(SmallModels.Classifier(), lineLength: 41), StringComparison.Ordinal);

    [Fact]
    public void Frozen_weights_are_counted_apart()
    {
        Sequential model = SmallModels.Classifier();
        model.GetLayer("hidden").Trainable = false;
        Assert.EndsWith(
            """
             Total params: 67 (268.00 B)
             Trainable params: 27 (108.00 B)
             Non-trainable params: 40 (160.00 B)

            """,
            Text(model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(88)]
    [InlineData(120)]
    public void Every_line_of_the_table_is_as_wide_as_asked(int width)
    {
        string[] lines = Text(SmallModels.Classifier(), width).Split('\n');
        string[] table = [.. lines.Where(line => line.Length > 0 && line[0] is not ('M' or ' '))];
        Assert.InRange(table.Length, 7, 13);
        Assert.All(table, line => Assert.Equal(width, line.Length));
    }

    [Fact]
    public void A_table_too_narrow_or_too_wide_to_read_is_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Text(SmallModels.Classifier(), 19));
        Assert.StartsWith("Summary: expected a width from 20 to 10,000 columns but got 19.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Text(SmallModels.Classifier(), int.MaxValue));
    }

    private static string Text(Model model, int? lineLength = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        model.Summary(output, lineLength);
        return output.ToString();
    }
}
