using DeepSharp.Layers;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

public class WeightsFileTests
{
    [Fact]
    public void Weights_come_back_under_other_names_of_layers()
    {
        using var folder = new TemporaryFolder();
        Sequential model = TwoDense(), other = TwoDense();
        Assert.NotEqual(model.Layers[0].Name, other.Layers[0].Name);
        model.SaveWeights(folder["m.weights.safetensors"]);
        other.LoadWeights(folder["m.weights.safetensors"]);
        SavedModel.AssertSameState(model, other);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Weights_are_taken_from_a_model_file()
    {
        Sequential model = TwoDense(), other = TwoDense();
        other.LoadWeights(new MemoryStream(SavedModel.Bytes(model)));
        SavedModel.AssertSameState(model, other);
    }

    [Fact]
    public void A_functional_model_with_a_shared_layer_saves_it_once()
    {
        Model model = Shared(), other = Shared();
        Assert.Equal(
            ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"],
            Safetensors.Load(new MemoryStream(SavedModel.WeightBytes(model))).Keys);
        other.LoadWeights(new MemoryStream(SavedModel.WeightBytes(model)));
        SavedModel.AssertSameState(model, other);

        static Model Shared()
        {
            Input left = new([4]), right = new([4]);
            var shared = new Dense(3);
            return new Model([left, right], new Dense(2).Apply(new Add().Apply(shared.Apply(left), shared.Apply(right))));
        }
    }

    [Fact]
    public void The_file_is_an_ordinary_safetensors_file()
    {
        Sequential model = TwoDense();
        model.Compile(new SGD(momentum: 0.9f), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        Assert.Equal(
            [
                "optimizer/iteration", "dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias", "optimizer/learning_rate",
                "optimizer/dense/kernel/momentum", "optimizer/dense/bias/momentum", "optimizer/dense_1/kernel/momentum",
                "optimizer/dense_1/bias/momentum",
            ],
            Safetensors.Load(new MemoryStream(SavedModel.WeightBytes(model))).Keys);
    }

    [Fact]
    public void Weights_written_by_others_are_taken_in_half_precision_too()
    {
        Sequential model = SmallModels.Factor();
        model.Build([Shape.Any, 1]);
        byte[] file = RawFile.Safetensors("""{"dense/kernel":{"dtype":"F16","shape":[1,1],"data_offsets":[0,2]}}""", 0x00, 0x3E);
        model.LoadWeights(new MemoryStream(file));
        Assert.Equal(1.5f, model.Weights[0].Value.Item());
    }

    [Fact]
    public void Weights_of_whole_numbers_are_refused_before_any_changes()
    {
        Sequential model = SmallModels.Factor(3);
        model.Build([Shape.Any, 1]);
        byte[] file = RawFile.Safetensors("""{"dense/kernel":{"dtype":"I32","shape":[1,1],"data_offsets":[0,4]}}""", 1, 0, 0, 1);
        AssertRefused(model, file, "stream: expected real numbers for 'dense/kernel' but they are of type I32.");
    }

    [Fact]
    public void Weights_of_another_model_are_refused_before_any_changes()
    {
        var other = new Sequential([new Dense(5), new Dense(4, useBias: false), new Conv2D(1, 1, useBias: false)], "other");
        other.Layers[0].Build([Shape.Any, 4]);
        other.Layers[1].Build([Shape.Any, 5]);
        other.Layers[2].Build([Shape.Any, 4, 4, 1]);
        byte[] file = WithoutBuilding(other);
        AssertRefused(
            TwoDense("mine"), file,
            "stream: expected the 4 weights of Sequential 'mine', but 'dense/kernel' has shape (4, 5) where the model has (4, 3); " +
            "'dense/bias' has shape (5,) where the model has (3,); 'dense_1/kernel' has shape (5, 4) where the model has (3, 3); " +
            "and 2 more.");
    }

    [Fact]
    public void What_does_not_fit_can_be_skipped()
    {
        Sequential small = SmallModels.Classifier(seed: 9);
        var large = new Sequential([new Dense(8, name: "stem"), new Dense(5, name: "wide")], "large", new Input([4]));
        Tensor[] before = large.GetWeights();
        large.LoadWeights(new MemoryStream(SavedModel.WeightBytes(small)), skipMismatch: true);
        TestData.AssertSameBits(small.Weights[0].Value.Span, large.Weights[0].Value.Span, "kernel that fits");
        TestData.AssertSameBits(small.Weights[1].Value.Span, large.Weights[1].Value.Span, "bias that fits");
        TestData.AssertSameBits(before[2].Span, large.Weights[2].Value.Span, "kernel that does not");
    }

    [Fact]
    public void State_of_weights_that_do_not_fit_is_skipped_too()
    {
        Sequential small = SmallModels.Classifier(seed: 9);
        var large = new Sequential([new Dense(8), new Dense(5)], "large", new Input([4]));
        small.Compile(new Adam(), "mse");
        large.Compile(new Adam(), "mse");
        small.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        large.LoadWeights(new MemoryStream(SavedModel.WeightBytes(small)), skipMismatch: true);

        Assert.Equal(1, large.Optimizer!.Iterations);
        Assert.Equal(
            small.Optimizer!.SlotsOf(small.Weights[0])[1].Value.ToArray(), large.Optimizer.SlotsOf(large.Weights[0])[1].Value.ToArray());
        Assert.Empty(large.Optimizer.SlotsOf(large.Weights[2]));
    }

    [Fact]
    public void Another_optimizer_starts_anew()
    {
        Sequential model = TwoDense(), other = TwoDense();
        model.Compile(new Adam(), "mse");
        other.Compile(new SGD(0.5f, momentum: 0.9f), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        other.LoadWeights(new MemoryStream(SavedModel.WeightBytes(model)));
        Assert.Equal(0, other.Optimizer!.Iterations);
        Assert.Equal(0.5f, other.Optimizer.LearningRate);
    }

    [Fact]
    public void The_same_optimizer_with_other_slots_is_refused_before_any_changes()
    {
        Sequential model = TwoDense(), other = TwoDense();
        model.Compile(new Adam(), "mse");
        other.Compile(new Adam(amsgrad: true), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        AssertRefused(
            other, SavedModel.WeightBytes(model),
            "stream: expected the slots momentum, velocity, velocity_hat of Adam for 'dense/kernel' but it has momentum, velocity. " +
            "Compile with the options that the optimizer had.");
    }

    [Fact]
    public void A_file_that_is_refused_leaves_no_slots_behind()
    {
        Sequential model = TwoDense(), other = TwoDense();
        model.Compile(new Adam(), "mse");
        other.Compile(new Adam(amsgrad: true), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        Assert.Throws<ModelFileException>(() => other.LoadWeights(new MemoryStream(SavedModel.WeightBytes(model))));
        Assert.All(other.Weights, weight => Assert.Empty(other.Optimizer!.SlotsOf(weight)));

        other.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        Tensor[] slots = [.. other.Optimizer!.SlotsOf(other.Weights[0]).Select(slot => slot.Value.Clone())];
        Assert.Throws<ModelFileException>(() => other.LoadWeights(new MemoryStream(SavedModel.WeightBytes(model))));
        Assert.Equal(3, slots.Length);
        for (int i = 0; i < 3; i++) TestData.AssertSameBits(slots[i].Span, other.Optimizer.SlotsOf(other.Weights[0])[i].Value.Span, "slot");
    }

    [Fact]
    public void A_file_from_before_the_first_step_does_not_leave_half_of_a_trained_optimizer()
    {
        Sequential model = TwoDense();
        model.Compile(new Adam(), "mse");
        byte[] fresh = SavedModel.WeightBytes(model);
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));

        model.LoadWeights(new MemoryStream(fresh));
        Assert.Empty(model.Optimizer!.SlotsOf(model.Weights[0]));
        Assert.Equal(0, model.Optimizer!.Iterations);
    }

    [Fact]
    public void A_model_that_is_not_compiled_takes_the_weights_alone()
    {
        Sequential model = TwoDense(), other = TwoDense();
        model.Compile(new Adam(), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Ones([2, 3]));
        other.LoadWeights(new MemoryStream(SavedModel.WeightBytes(model)));
        Assert.Equal(SmallModels.WeightsOf(model), SmallModels.WeightsOf(other));
    }

    [Fact]
    public void A_changed_value_is_noticed_before_any_changes()
    {
        byte[] file = SavedModel.WeightBytes(TwoDense());
        file[^1] ^= 1;
        Sequential model = TwoDense();
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(file)));
        Assert.StartsWith("stream: is damaged: expected the checksum ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    [Fact]
    public void A_model_that_is_not_built_has_no_weights_to_save_or_set()
    {
        Sequential model = SmallModels.Factor();
        var exception = Assert.Throws<InvalidOperationException>(() => model.SaveWeights(new MemoryStream()));
        Assert.Equal("SaveWeights: expected a model that is built, but 'factor' is not. Call Build(inputShape) first.", exception.Message);
        Assert.Throws<InvalidOperationException>(() => model.LoadWeights(new MemoryStream()));
    }

    [Fact]
    public void The_error_names_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["broken.safetensors"], [1, 2, 3]);
        var exception = Assert.Throws<ModelFileException>(() => TwoDense().LoadWeights(folder["broken.safetensors"]));
        Assert.Equal(folder["broken.safetensors"], exception.FileName);
        Assert.StartsWith(folder["broken.safetensors"], exception.Message, StringComparison.Ordinal);
    }

    private static Sequential TwoDense(string? name = null) => new([new Dense(3), new Dense(3)], name, new Input([4]));

    // A chain that would not build: only its layers' weights are wanted.
    private static byte[] WithoutBuilding(Model model)
    {
        using var file = new MemoryStream();
        ModelFileWriter.Weights(model).WriteTo(file);
        return file.ToArray();
    }

    private static void AssertRefused(Model model, byte[] file, string message)
    {
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(file)));
        Assert.Equal(message, exception.Message);
        Assert.Equal(before, SmallModels.WeightsOf(model));
        Assert.Equal(0, model.Optimizer?.Iterations ?? 0);
    }
}
