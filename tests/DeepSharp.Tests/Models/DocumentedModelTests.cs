using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Models;

/// <summary>The programs of docs/models.md.</summary>
public class DocumentedModelTests
{
    [Fact]
    public void A_residual_block()
    {
        Model model = Residual();
        Assert.Equal([2, 10], model.Predict(Tensor.Zeros([2, 32, 32, 3])).Shape);
        Assert.Equal("image", model.GetLayer(0).Name);
    }

    [Fact]
    public void Features_of_an_application()
    {
        Model features = DeepSharp.Applications.MobileNetV2([96, 96, 3], includeTop: false, pooling: "avg");
        features.Trainable = false;
        var photo = new Input([96, 96, 3]);
        SymbolicTensor seen = features.Apply(DeepSharp.Applications.PreprocessInput(photo, "mobilenet_v2"), training: false);
        var flowers = new Model(photo, new Dense(5, activation: "softmax").Apply(new Dropout(0.2).Apply(seen)));
        Assert.Equal([1, 5], flowers.Predict(Tensor.Zeros([1, 96, 96, 3])).Shape);
        Assert.Equal(2, flowers.TrainableWeights.Count);
    }

    [Fact]
    public void Two_inputs_and_two_outputs_by_name()
    {
        var (title, body) = (new Input([20], name: "title"), new Input([200], name: "body"));
        var words = new Embedding(10_000, 32, maskZero: true);
        SymbolicTensor both = new Concatenate().Apply(new LSTM(32).Apply(words.Apply(title)), new LSTM(32).Apply(words.Apply(body)));
        SymbolicTensor urgent = new Dense(1, activation: "sigmoid").Apply(both), team = new Dense(4, activation: "softmax").Apply(both);
        var tickets = new Model((title, body), SymbolicGroup.Named(("urgent", urgent), ("team", team)));

        tickets.Compile(
            "adam",
            loss: new() { ["urgent"] = "binary_crossentropy", ["team"] = "sparse_categorical_crossentropy" },
            metrics: new() { ["team"] = "accuracy" },
            lossWeights: new() { ["urgent"] = 1, ["team"] = 0.2 });
        Tensor isUrgent = Tensor.From([0, 1, 0, 1, 0, 1]), teams = Tensor.FromLabels([0, 1, 2, 3, 0, 1]);
        Tensor titles = Tensor.Ones([6, 20]), bodies = Tensor.Ones([6, 200]);
        History history = tickets.Fit(
            new() { ["title"] = titles, ["body"] = bodies },
            new() { ["urgent"] = isUrgent, ["team"] = teams },
            verbose: Verbosity.Silent);
        Tensor teamsOfNew = tickets.PredictAll((titles, bodies))["team"];

        Assert.Equal([6, 4], teamsOfNew.Shape);
        Assert.Equal(["loss", "team_accuracy", "team_loss", "urgent_loss"], history.Names);
        Assert.Equal(history["urgent_loss"][0] + 0.2 * history["team_loss"][0], history["loss"][0], 1e-5);
    }

    [Fact]
    public void Part_of_a_model_frozen_in_another()
    {
        Model trained = Residual();
        var features = new Model(trained.Inputs, trained.GetLayer("pool").Output);
        features.Trainable = false;

        var image = new Input([32, 32, 3]);
        var fineTuned = new Model(image, new Dense(5, activation: "softmax").Apply(features.Apply(image, training: false)));

        fineTuned.Compile("adam", "sparse_categorical_crossentropy");
        float[] before = SmallModels.WeightsOf(trained);
        fineTuned.TrainOnBatch(Tensor.Ones([2, 32, 32, 3]), Tensor.FromLabels([1, 2]));
        TestData.AssertSameBits(before, SmallModels.WeightsOf(trained), "frozen");
        Assert.Equal(2, fineTuned.TrainableWeights.Count);
    }

    [Fact]
    public void Classes_of_ones_own()
    {
        ModelFile.Register("MyApp>Gated", config => new Gated((int)config["units"]!));
        ModelFile.Register("MyApp>Classifier", _ => new Classifier());
        var model = new Classifier();
        model.Compile("adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(16);
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.Equal(4, model.TrainableWeights.Count);

        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction");
    }

    [Fact]
    public void A_call_with_names_and_plain_values()
    {
        var (question, text) = (new Input([4, 8]), new Input([16, 8]));
        SymbolicTensor[] found = new ScaledAttention().ApplyAll(
            new CallArguments<SymbolicTensor>(question, text).With("return_attention_scores", true));
        Assert.Equal([Shape.Any, 4, 8], found[0].Shape);
        Assert.Equal([Shape.Any, 4, 16], found[1].Shape);

        var model = new Model((question, text), found);
        Tensor x = Tensor.From(TestData.Uniform(64, 1), [2, 4, 8]), y = Tensor.From(TestData.Uniform(256, 2), [2, 16, 8]);
        Tensor scores = model.ApplyAll([x, y.WithMask(Tensor.From([.. Enumerable.Range(0, 32).Select(i => i % 16 < 3 ? 1f : 0f)], [2, 16]))])[1];
        Assert.All(scores.Sum(-1).ToArray(), sum => Assert.Equal(1f, sum, 1e-5));
        Assert.Equal(0f, scores[1, 2, 3]);
    }

    [Fact]
    public void A_layer_of_two_inputs()
    {
        var (left, right) = (new Input([8]), new Input([8]));
        var twins = new Dense(4);
        var model = new Model((left, right), new Dense(1, "sigmoid").Apply(new Distance().Apply(twins.Apply(left), twins.Apply(right))));

        Tensor x = Tensor.From(TestData.Uniform(16, 1), [2, 8]);
        Tensor same = model.Predict((x, x));
        Assert.Equal(0.5f, same[0, 0], 1e-6f);
        Assert.Equal([2, 1], same.Shape);
    }

    [Fact]
    public void A_translator()
    {
        var (from, to) = (new Input([Shape.Any], name: "from"), new Input([Shape.Any], name: "to"));
        SymbolicTensor[] encoded = new LSTM(64, returnState: true).ApplyAll(new Embedding(500, 32, maskZero: true).Apply(from));
        SymbolicTensor decoded = new LSTM(64, returnSequences: true).Apply(
            new Embedding(500, 32, maskZero: true).Apply(to), initialState: [encoded[1], encoded[2]]);
        var translator = new Model((from, to), new Dense(500, activation: "softmax").Apply(decoded));

        Assert.Equal([3, 7, 500], translator.Predict((Tensor.Ones([3, 5]), Tensor.Ones([3, 7]))).Shape);
    }

    private static Model Residual()
    {
        var input = new Input([32, 32, 3], name: "image");
        SymbolicTensor x = new Conv2D(16, 3, padding: "same", activation: "relu").Apply(input);
        SymbolicTensor y = new BatchNormalization().Apply(new Conv2D(16, 3, padding: "same").Apply(x));
        SymbolicTensor z = new ReLU().Apply(x + y);
        return new Model(input, new Dense(10, activation: "softmax").Apply(new GlobalAveragePooling2D(name: "pool").Apply(z)));
    }

    private sealed class Gated(int units) : Layer
    {
        private Variable? _kernel;
        private Variable? _gate;

        protected override void OnBuild(Shape input)
        {
            _kernel = AddWeight("kernel", [input[^1], units], "glorot_uniform");
            _gate = AddWeight("gate", [input[^1], units], "zeros", regularizer: Regularizer.L2(1e-4));
        }

        protected override Tensor Call(Tensor input, bool training) =>
            DeepSharp.Ops.MatMul(input, _kernel!.Value) * DeepSharp.Ops.MatMul(input, _gate!.Value).Sigmoid();

        protected override void WriteConfig(JsonObject config) => config["units"] = units;
    }

    private sealed class ScaledAttention : Layer
    {
        private static readonly CallSignature s_signature = new(
            CallArgument.Tensor("query"), CallArgument.Tensor("value"), CallArgument.OptionalTensor("key"),
            CallArgument.Mask("value_mask", of: "value"), CallArgument.Option("return_attention_scores"), CallArgument.Training);

        public override CallSignature Signature => s_signature;

        protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
        {
            Tensor query = call["query"], value = call["value"], key = call.Find("key", out Tensor? given) ? given : value;
            Tensor scores = DeepSharp.Ops.MatMul(query, key.Transpose([0, 2, 1])) / Math.Sqrt(query.Shape[^1]);
            if (value.Mask is { } mask) scores = scores - 1e9 * (1 - DeepSharp.Ops.ExpandDims(mask, 1));
            scores = DeepSharp.Ops.Softmax(scores);
            outputs[0] = DeepSharp.Ops.MatMul(scores, value);
            if (call.Flag("return_attention_scores")) outputs[1] = scores;
        }
    }

    private sealed class Distance : Layer
    {
        protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) => DeepSharp.Ops.Abs(inputs[0] - inputs[1]);
    }

    private sealed class Classifier : Model
    {
        private readonly Gated _hidden;
        private readonly Dropout _dropout;
        private readonly Dense _head;

        public Classifier()
        {
            _hidden = AddLayer(new Gated(64));
            _dropout = AddLayer(new Dropout(0.5));
            _head = AddLayer(new Dense(10, activation: "softmax"));
        }

        protected override Tensor Call(Tensor input, bool training) => _head.Apply(_dropout.Apply(_hidden.Apply(input)));
    }
}
