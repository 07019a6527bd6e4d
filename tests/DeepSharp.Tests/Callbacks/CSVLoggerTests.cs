using System.Globalization;
using DeepSharp.Callbacks;

namespace DeepSharp.Tests.Callbacks;

public sealed class CSVLoggerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "log.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_for_each_epoch_with_columns_for_a_validation_that_may_come()
    {
        Runs.Fit(new CSVLogger(File), 3, 2);
        Assert.Equal("epoch,loss,mae,val_loss,val_mae\r\n0,9,3,NA,NA\r\n1,4,2,NA,NA\r\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Lines_are_added_below_the_columns_that_are_there()
    {
        Runs.Fit(new CSVLogger(File, ";", append: true), 3);
        Runs.Fit(new CSVLogger(File, ";", append: true), 2);
        Assert.Equal(["epoch;loss;mae;val_loss;val_mae", "0;9;3;NA;NA", "0;4;2;NA;NA"], System.IO.File.ReadAllLines(File));
        Runs.Fit(new CSVLogger(File), 1);
        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void One_object_may_log_one_run_after_another()
    {
        var logger = new CSVLogger(File);
        Runs.Fit(logger, 3);
        Runs.Fit(logger, 2, 1);
        Assert.Equal(3, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void Names_and_values_with_the_separator_in_them_are_quoted()
    {
        var named = new LambdaValues(logs => logs["a,\"b\""] = double.NaN);
        Runs.Fit(new CallbackPair(named, new CSVLogger(File)), 3);
        string[] lines = System.IO.File.ReadAllLines(File);
        Assert.StartsWith("epoch,\"a,\"\"b\"\"\",loss", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("0,NaN,9", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Several_values_are_one_field()
    {
        var logger = new CSVLogger(File);
        Sequential model = Models.SmallModels.Factor();
        model.Compile("sgd", "mse");
        var vectors = new LambdaValues(logs => logs.SetVector("f1", [0.5, 0.25]), logs => logs["f1"] = 0.375);
        model.Fit(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]), verbose: 0, callbacks: [vectors, logger]);
        Assert.StartsWith("0,\"[0.5, 0.25]\",", System.IO.File.ReadAllLines(File)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            Runs.Fit(new CSVLogger(File), 0.5f);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.StartsWith("0,0.25,0.5,", System.IO.File.ReadAllLines(File)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_the_first_step()
    {
        var missing = new CSVLogger(Path.Combine(_folder.Path, "none", "log.csv"));
        Assert.Throws<DirectoryNotFoundException>(() => Runs.Fit(missing, 3));
        Assert.Contains("\"::\"", Assert.Throws<ArgumentException>(() => new CSVLogger(File, "::")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CSVLogger(File, "."));
        Assert.Throws<ArgumentException>(() => new CSVLogger(File, null!));
        Assert.Throws<ArgumentException>(() => new CSVLogger(""));
    }

    private sealed class LambdaValues(params Action<Logs>[] set) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs) => Array.ForEach(set, action => action(logs));
    }

    private sealed class CallbackPair(Callback first, Callback second) : Callback
    {
        public override void OnTrainBegin() => second.OnTrainBegin();

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            first.OnEpochEnd(epoch, logs);
            second.OnEpochEnd(epoch, logs);
        }
    }
}
