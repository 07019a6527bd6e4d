using DeepSharp;
using DeepSharp.Layers;

namespace Published;

/// <summary>Messages that name types, shapes and files.</summary>
internal static class Refusals
{
    public static void Run(TextWriter output, string folder)
    {
        var model = new Sequential(new Dense(2, inputShape: [3]), new Scale(2));
        Try(output, () => model.Predict(Tensor.Ones([2, 4])));
        Try(output, () => model.Fit(Tensor.Ones([2, 3]), Tensor.Ones([2, 2])));
        Try(output, () => model.Compile("adm", "mse"));
        Try(output, () => _ = new Dense(-1));
        Try(output, () => Model.FromJson("""{"class_name": "Sequential", "config": {"layers": [{"class_name": "Nothing"}]}}"""));
        Try(output, () => Ops.MatMul(Tensor.Ones([2, 3]), Tensor.Ones([2, 3])));
        File.WriteAllText(Path.Combine(folder, "broken"), "no model");
        Try(output, () => Model.Load(Path.Combine(folder, "broken")));
        var unknown = new Sequential(new Unknown(), new Dense(1));
        Try(output, () => unknown.Apply(Tensor.Ones([1, 2])));
    }

    // The folder has a name of its own in each run.
    private static void Try(TextWriter output, Action action)
    {
        try
        {
            action();
            output.WriteLine("nothing refused");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ShapeException or ModelFileException)
        {
            IEnumerable<string> words = e.Message.Split(' ').Where(word => !word.Contains(Path.GetTempPath(), StringComparison.Ordinal));
            output.WriteLine($"{e.GetType().Name}: {string.Join(' ', words)}");
        }
    }

    // Has a layer that it does not take in.
    private sealed class Unknown : Layer
    {
        private readonly Dense _dense = new(2);

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input);
    }
}
