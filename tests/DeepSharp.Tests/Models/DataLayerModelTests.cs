using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Models that begin with layers that work on data take strings wherever data is given, and end as files.</summary>
public class DataLayerModelTests
{
    private static readonly string[] s_words = [.. Enumerable.Range(0, 70).Select(i => i % 3 == 0 ? "good" : i % 3 == 1 ? "bad" : "so so")];
    private static readonly float[] s_targets = [.. s_words.Select(word => word == "good" ? 1f : 0f)];

    public static TheoryData<string> Kinds => ["sequential", "lazy", "functional", "nested", "hashing", "one_hot", "two inputs"];

    // What the same layers give when the ids are found beforehand, bit for bit, by every way in.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_way_in_takes_strings(string kind)
    {
        (Model model, Model plain, DataGroup x, DataGroup ids) = Make(kind);
        DataGroup y = s_targets;
        History history = model.Fit(x, y, epochs: 2, batchSize: 16, verbose: 0, validationSplit: 0.2, seed: 3);
        History wanted = plain.Fit(ids, y, epochs: 2, batchSize: 16, verbose: 0, validationSplit: 0.2, seed: 3);
        Assert.Equal(wanted["loss"], history["loss"]);
        Assert.Equal(wanted["val_loss"], history["val_loss"]);
        Assert.Equal(plain.Evaluate(ids, y, verbose: 0)["loss"], model.Evaluate(x, y, verbose: 0)["loss"]);
        Assert.Equal(plain.TrainOnBatch(ids, y)["loss"], model.TrainOnBatch(x, y)["loss"]);
        Assert.Equal(plain.TestOnBatch(ids, y)["loss"], model.TestOnBatch(x, y)["loss"]);
        plain.Fit([new Batch(ids, y), new Batch(ids, y)], verbose: 0, validationData: (ids, y));
        model.Fit([new Batch(x, y), new Batch(x, y)], verbose: 0, validationData: (x, y));
        float[] want = plain.Predict(ids).ToArray();
        Assert.Equal(want, model.Predict(x).ToArray());
        Assert.Equal(want, model.PredictAll(x)[0].ToArray());
        Assert.Equal(want, model.PredictOnBatch(x).ToArray());
        Assert.Equal(want, model.Predict([new Batch(x), new Batch(x)]).ToArray()[..want.Length]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_and_a_config_hold_all_of_it(string kind)
    {
        (Model model, _, DataGroup x, _) = Make(kind);
        model.Fit(x, s_targets, verbose: 0);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Model loaded = Model.Load(file);
        Assert.Equal(model.ToConfig().ToJsonString(), loaded.ToConfig().ToJsonString());
        Assert.Equal(model.Predict(x).ToArray(), loaded.Predict(x).ToArray());
        loaded.Fit(x, s_targets, verbose: 0);
    }

    [Fact]
    public void Batches_that_are_read_ahead_are_the_same()
    {
        string[] many = [.. Enumerable.Range(0, 4000).Select(i => $"word {i * i % 97}")];
        float[] y = [.. many.Select(word => word.Length % 2 * 1f)];
        float[] Train()
        {
            DeepSharpRuntime.SetRandomSeed(5);
            var model = new Sequential(
                [new Hashing(50), new Embedding(50, 4, embeddingsInitializer: Initializer.HeNormal(1)), new Flatten(), new Dense(1, kernelInitializer: Initializer.HeNormal(2))],
                "m", new Input([1], dtype: "string"));
            model.Compile("adam", "mse");
            model.Fit(many, y, epochs: 2, seed: 1, verbose: 0);
            return model.Predict(many).ToArray();
        }

        Assert.Equal(Train(), Train());
    }

    [Fact]
    public void A_layer_on_data_in_the_midst_of_tensors_is_refused_where_it_is_described()
    {
        var words = new Input([1], name: "words", dtype: "string");
        SymbolicTensor vectors = new Dense(2, name: "d").Apply(new Input([1]));
        const string Advice = "but 'd' is what a layer of tensors computes. Apply it before all such layers.";
        Check(Advice, () => new Hashing(3).Apply(vectors));
        Check("expected numbers but 'words' is of strings. Turn them into numbers before: with a StringLookup", () => new Dense(1).Apply(words));
        Check("expected strings but 'n' is of float32", () => Lookup().Apply(new Input([1], name: "n")));
        var inner = new Model(words, new Embedding(4, 2).Apply(Lookup("lookup").Apply(words)));
        Check("since 'lookup' inside works on data, but 'h' is what", () => inner.Apply(new Dense(1, name: "h").Apply(vectors)));
        Check("expected strings but 'n' is of int32", () => inner.Apply(new Input([1], name: "n", dtype: "int32")));
        Check(Advice, () => new Sequential(new Input([1]), new Dense(1, name: "d"), new Hashing(2)));

        static void Check(string words, Action describe) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(describe).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_the_first_step()
    {
        (Model model, _, _, _) = Make("sequential");
        Check("Fit: StringLookup 'words': expected strings but 'x' is of float32", () => model.Fit(new float[4], new float[4], verbose: 0));
        var output = new Sequential([Lookup(), new StringLookup(vocabulary: ["a"], invert: true, name: "back")], "m", new Input([1], dtype: "string"));
        Check("Predict: expected outputs that are numbers but 'back' of 'm' gives strings", () => output.Predict(s_words));
        Assert.Contains(
            "expected data and not tensors, since it begins with layers that work on data ('words'). Call Predict",
            Assert.Throws<InvalidOperationException>(() => model.Apply(Tensor.Ones([2, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "begins with layers that work on data",
            Assert.Throws<InvalidOperationException>(() => model.Predict(new float[2], new float[2])).Message, StringComparison.Ordinal);

        static void Check(string words, Action run) => Assert.Contains(words, Assert.Throws<ArgumentException>(run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_data_would_be_refused_for_in_its_midst_shows_before_the_first_step()
    {
        string[] words = [.. Enumerable.Repeat("good", 3000), "odd"];
        float[] y = new float[3001];
        Check("Fit: StringLookup 'l': expected strings of the vocabulary, since numOovIndices is 0, but got 'odd'", new StringLookup(numOovIndices: 0, vocabulary: ["good"], name: "l"));
        Check("Fit: expected ids that are whole numbers from 0 to 1 for Embedding 'e' but sample 3000 of 'l' has 2.", new StringLookup(vocabulary: ["good", "odd"], name: "l"));

        void Check(string message, StringLookup lookup)
        {
            var model = new Sequential([lookup, new Embedding(2, 2, name: "e"), new Flatten(), new Dense(1)], "m", new Input([1], dtype: "string"));
            model.Compile("sgd", "mse");
            float[][] before = [.. model.GetWeights().Select(weight => weight.ToArray())];
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => model.Fit(words, y, verbose: 0, shuffle: false)).Message, StringComparison.Ordinal);
            Assert.Equal(before, model.GetWeights().Select(weight => weight.ToArray()));
        }
    }

    [Fact]
    public void A_layer_on_data_that_says_several_outputs_is_refused_where_it_is_described() => Assert.Contains(
        "Halves 'h': expected one output of a layer that works on data",
        Assert.Throws<InvalidOperationException>(() => new Halves().ApplyAll(new Input([2], dtype: "string"))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_penalty_of_a_model_counts_all_outputs_behind_its_layers_on_data()
    {
        var words = new Input([1], dtype: "string");
        SymbolicTensor row = Lookup(mode: "one_hot").Apply(words);
        Dense one = new(1, kernelInitializer: "ones"), two = new(1, kernelInitializer: Initializer.Constant(2));
        var model = new Model(words, [one.Apply(row), two.Apply(row)]) { ActivityRegularizer = Regularizer.L1(1f) };
        model.Compile("sgd", "mse");
        Assert.Equal(3, model.Evaluate(s_words, new DataGroup(Ones(1f), Ones(2f)), verbose: 0).Loss, 1e-5);

        static float[] Ones(float value) => [.. s_words.Select(_ => value)];
    }

    [Fact]
    public void A_model_inside_that_is_called_twice_works_on_the_data_of_each_call()
    {
        var word = new Input([1], dtype: "string");
        var inner = new Model(word, new Dense(1, kernelInitializer: "ones").Apply(Lookup(mode: "one_hot").Apply(new Same().Apply(word))));
        Input a = new([1], dtype: "string"), b = new([1], dtype: "string");
        SymbolicTensor first = inner.Apply(a), second = inner.Apply(b);
        var model = new Model([a, b], [new Rescaling(1).Apply(first), new Rescaling(1).Apply(second)]);
        inner.Weights[0].Value.Assign(Tensor.From([0f, 1f, 2f], [3, 1]));
        TensorGroup given = model.PredictAll(new DataGroup(new[] { "good" }, new[] { "bad" }));
        Assert.Equal((1f, 2f), (given[0].ToArray()[0], given[1].ToArray()[0]));
    }

    [Fact]
    public void A_model_inside_acts_as_in_training_where_its_call_says_so()
    {
        var word = new Input([1], dtype: "string");
        var inner = new Model(word, new Dropout(0.5f, seed: 1).Apply(Lookup(mode: "one_hot").Apply(word)));
        var outer = new Input([1], dtype: "string");
        var model = new Model(outer, new Rescaling(1).Apply(inner.Apply(outer, training: true)));
        Assert.Contains(2f, model.Predict(s_words).ToArray());
    }

    [Fact]
    public void A_model_may_be_nothing_but_such_layers()
    {
        var ids = new Sequential([Lookup()], "ids", new Input([1], dtype: "string"));
        Assert.Equal([1, 2, 0], ids.Predict(["good", "bad", "?"]).ToArray());
        var input = new Input([1], dtype: "string");
        var chain = new Model(input, new Hashing(5).Apply(ids.Apply(input)));
        Assert.Equal(new Hashing(5).Apply([1, 0]).RawValues<long>().ToArray().Select(id => (float)id), chain.Predict(["good", "?"]).ToArray());
    }

    [Fact]
    public void A_custom_step_gets_what_is_fed()
    {
        var words = new Input([1], dtype: "string");
        var model = new Stepping(words, new Dense(1).Apply(Lookup(mode: "one_hot").Apply(words)));
        model.Compile("sgd", "mse");
        model.Fit(s_words, s_targets, verbose: 0);
        Assert.Equal([32, 3], model.Seen.ToArray());
        Assert.Equal(70, model.Predict(s_words).Shape[0]);
    }

    private static (Model Model, Model Plain, DataGroup X, DataGroup Ids) Make(string kind)
    {
        Input words = new([1], name: "words_in", dtype: "string"), ids = new([1], name: "ids_in", dtype: "int64");
        StringLookup lookup = Lookup("words");
        DataArray found = kind == "hashing" ? new Hashing(4).Apply(s_words) : lookup.Apply(s_words);
        Model model = kind switch
        {
            "sequential" or "hashing" => new Sequential([kind == "hashing" ? new Hashing(4) : lookup, .. Behind()], "s", new Input([1], dtype: "string")),
            "lazy" => new Sequential([lookup, .. Behind()], "s"),
            "functional" => new Model(words, Chain(lookup.Apply(words))),
            "nested" => Nested(words, lookup),
            "one_hot" => new Sequential([Lookup("words", "one_hot"), Last()], "s", new Input([1], dtype: "string")),
            _ => Two(words, lookup.Apply(words), new Input([2], name: "numbers")),
        };
        Model plain = kind switch
        {
            "functional" or "nested" => new Model(ids, Chain(ids)),
            "one_hot" => new Sequential([Last()], "s", new Input([3])),
            "two inputs" => Two(ids, ids, new Input([2], name: "numbers")),
            _ => new Sequential(Behind(), "s", ids),
        };
        if (kind == "lazy") model.Build([Shape.Any, 1]);
        foreach (Model each in (Model[])[model, plain]) each.Compile("adam", "mse");
        DataArray numbers = Tensor.From(TestData.Uniform(140, seed: 4), [70, 2]);
        return kind switch
        {
            "one_hot" => (model, plain, s_words, Lookup(mode: "one_hot").Apply(DataArray.From(s_words, [70, 1]))),
            "two inputs" => (model, plain, new DataGroup(s_words, numbers), new DataGroup(found, numbers)),
            _ => (model, plain, s_words, found),
        };
    }

    private static StringLookup Lookup(string? name = null, string mode = "int") => new(vocabulary: ["good", "bad"], outputMode: mode, name: name);

    private static Dense Last() => new(1, kernelInitializer: Initializer.HeNormal(2));

    private static Layer[] Behind() => [new Embedding(4, 3, embeddingsInitializer: Initializer.HeNormal(1)), new Flatten(), Last()];

    private static SymbolicTensor Chain(SymbolicTensor ids) => Behind().Aggregate(ids, (at, layer) => layer.Apply(at));

    // A model inside takes the strings and computes a part; it has the lookup.
    private static Model Nested(Input words, StringLookup lookup)
    {
        Layer[] behind = Behind();
        var inside = new Input([1], name: "inside", dtype: "string");
        var inner = new Model(inside, behind[0].Apply(lookup.Apply(inside)), "inner");
        return new Model(words, behind[2].Apply(behind[1].Apply(inner.Apply(words))));
    }

    private static Model Two(Input first, SymbolicTensor ids, Input numbers) => new(
        (first, numbers),
        Last().Apply(new Concatenate().Apply(new Flatten().Apply(Behind()[0].Apply(ids)), numbers)));

    private sealed class Stepping(SymbolicGroup inputs, SymbolicGroup outputs) : Model(inputs, outputs)
    {
        public Shape Seen { get; private set; }

        protected override void TrainStep(TrainingStep step)
        {
            if (step.SampleCount == 32) Seen = step.X.Shape;
            ReadOnlySpan<Tensor> computed = step.Apply();
            step.Minimize(step.ComputeLoss(computed));
        }
    }

    private sealed class Same : DataLayer
    {
        public override DType OutputDType => "string";

        protected override DataArray Call(DataArray input) => input;
    }

    private sealed class Halves() : DataLayer("h")
    {
        public override DType OutputDType => "string";

        public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0], inputs[0]];
    }
}
