using System.Runtime.CompilerServices;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Optimizers and metrics belong to one model at a time.</summary>
public class ObjectUsesTests
{
    [Fact]
    public void An_optimizer_of_another_model_is_refused_by_name()
    {
        Sequential first = SmallModels.Classifier(name: "first"), second = SmallModels.Classifier(name: "second");
        var optimizer = new Adam();
        first.Compile(optimizer, "mse");
        second.Compile("sgd", "mse");
        Optimizer before = second.Optimizer!;
        var exception = Assert.Throws<ArgumentException>(() => second.Compile(optimizer, "mse"));
        Assert.Equal(
            "Compile: expected an optimizer of its own for 'second', but 'adam' (Adam) is that of 'first' and would mix the steps and " +
            "the slots of both. Make two, or use a name.", exception.Message);
        Assert.Same(before, second.Optimizer);
    }

    [Fact]
    public void A_model_is_not_compiled_in_the_middle_of_its_training()
    {
        Sequential model = SmallModels.Classifier(name: "first");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Optimizer before = model.Optimizer!;
        var callback = new LambdaCallback(onEpochBegin: _ => model.Compile("adam", "sparse_categorical_crossentropy"));
        var exception = Assert.Throws<InvalidOperationException>(() => model.Fit(x, y, callbacks: [callback], verbose: Verbosity.Silent));
        Assert.StartsWith("Compile: expected no Fit of 'first' in progress", exception.Message, StringComparison.Ordinal);
        Assert.Same(before, model.Optimizer);
        model.Compile("adam", "sparse_categorical_crossentropy");
    }

    [Fact]
    public void A_metric_of_another_model_is_refused_by_name()
    {
        Sequential first = SmallModels.Classifier(name: "first"), second = SmallModels.Classifier(name: "second");
        Metric metric = Metric.MeanAbsoluteError(name: "error");
        first.Compile("sgd", "mse", [metric]);
        string message = "Compile: expected metrics of its own for 'second', but 'error' (MeanAbsoluteError) is one of 'first' and would " +
            "mix the values of both. Make two, or use names.";
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => second.Compile("sgd", "mse", [metric])).Message);
        Assert.Equal(
            message, Assert.Throws<ArgumentException>(() => second.Compile("sgd", "mse", weightedMetrics: [metric])).Message);
        Assert.Null(second.Optimizer);
    }

    [Fact]
    public void A_metric_that_a_class_added_is_refused_elsewhere()
    {
        Metric metric = Metric.Mean("tracker");
        var model = new Tracking(metric);
        Assert.Throws<ArgumentException>(() => SmallModels.Classifier().Compile("sgd", "mse", [metric]));
        Assert.StartsWith(
            "AddMetric: expected metrics of its own for ", Assert.Throws<ArgumentException>(() => new Tracking(metric)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Compile: expected a metric object of its own in every place, but 'tracker'",
            Assert.Throws<ArgumentException>(() => model.Compile("sgd", "mse", [metric])).Message, StringComparison.Ordinal);
        GC.KeepAlive(model);
    }

    [Fact]
    public void The_same_model_may_be_compiled_with_them_again()
    {
        Sequential model = SmallModels.Classifier();
        (Tensor x, Tensor y) = SmallModels.Points(8);
        (Optimizer optimizer, Metric metric) = (new Adam(), Metric.SparseCategoricalAccuracy());
        model.Compile(optimizer, "sparse_categorical_crossentropy", [metric]);
        model.TrainOnBatch(x, y);
        model.Compile(optimizer, "sparse_categorical_crossentropy", [metric]);
        model.TrainOnBatch(x, y);
        Assert.Equal(2, optimizer.Iterations);
    }

    [Fact]
    public void A_model_that_is_compiled_with_others_lets_go_of_what_it_had()
    {
        Sequential first = SmallModels.Classifier(name: "first"), second = SmallModels.Classifier(name: "second");
        (Optimizer optimizer, Metric metric) = (new Adam(), Metric.MeanAbsoluteError());
        first.Compile(optimizer, "mse", [metric]);
        first.Compile("sgd", "mse");
        second.Compile(optimizer, "mse", [metric]);
        Assert.Throws<ArgumentException>(() => first.Compile(optimizer, "mse"));
    }

    [Fact]
    public void What_is_refused_takes_nothing()
    {
        Sequential first = SmallModels.Classifier(name: "first"), second = SmallModels.Classifier(name: "second");
        (Optimizer used, Optimizer free, Metric metric) = (new Adam(), new Adam(), Metric.MeanAbsoluteError());
        first.Compile(used, "mse", [metric]);
        Assert.Throws<ArgumentException>(() => second.Compile(free, "mse", [metric]));
        Assert.ThrowsAny<ArgumentException>(() => second.Compile(free, ["mse", "mse"]));
        SmallModels.Classifier(name: "third").Compile(free, "mse");
    }

    [Fact]
    public void A_model_that_is_gone_lets_go_of_metrics_and_of_an_optimizer_without_steps()
    {
        (Optimizer fresh, Optimizer trained, Metric metric) = (new Adam(), new Adam(), Metric.MeanAbsoluteError());
        CompileAndForget(fresh, null, [metric]);
        CompileAndForget(trained, SmallModels.Points(8), []);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        SmallModels.Classifier().Compile(fresh, "mse", [metric]);
        Assert.Equal(
            "Compile: expected an optimizer of its own for 'next', but 'adam' (Adam) is that of a model that is gone and would mix the " +
            "steps and the slots of both. Make two, or use a name.",
            Assert.Throws<ArgumentException>(() => SmallModels.Classifier(name: "next").Compile(trained, "mse")).Message);
    }

    [Fact]
    public void A_loop_of_ones_own_may_use_an_optimizer_as_it_likes()
    {
        Sequential model = SmallModels.Classifier();
        var optimizer = new SGD(0.1f);
        var weight = new Variable(Tensor.Ones([2]), "weight");
        optimizer.Apply([weight], [Tensor.Ones([2])]);
        model.Compile(optimizer, "mse");
        optimizer.Apply([weight], [Tensor.Ones([2])]);
        Assert.Equal(2, optimizer.Iterations);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CompileAndForget(Optimizer optimizer, (Tensor X, Tensor Y)? data, Metric[] metrics)
    {
        Sequential model = SmallModels.Classifier();
        model.Compile(optimizer, "sparse_categorical_crossentropy", metrics);
        if (data is { } batch) model.TrainOnBatch(batch.X, batch.Y);
    }

    private sealed class Tracking : Model
    {
        public Tracking(Metric metric)
        {
            AddLayer(new Dense(1));
            AddMetric(metric);
        }
    }
}
