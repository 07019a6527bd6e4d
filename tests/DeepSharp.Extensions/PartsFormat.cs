using System.Text;
using System.Text.Json.Nodes;
using DeepSharp;

namespace SidePackage;

/// <summary>A format of files: the config, the weights by their paths in the model, and the state of the optimizer.</summary>
public sealed class PartsFormat : FileFormat
{
    private static readonly byte[] s_magic = "PARTS1\n\0"u8.ToArray();

    public override string Name => "Parts file";

    public override IReadOnlyList<string> Endings => [".parts"];

    public static void Register() => ModelFile.Register(new PartsFormat());

    public override bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith(s_magic);

    public override void Save(Model model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(s_magic);
        writer.Write(model.ToConfig().ToJsonString());
        writer.Write(model.Weights.Sum(weight => (long)weight.Value.Size));
        WriteWeights(writer, model);
        writer.Write(model.GetCompileConfig()?.ToJsonString() ?? "");
        if (model.Optimizer is { } optimizer) WriteOptimizer(writer, model, optimizer.GetState());
    }

    public override Model Load(Stream stream, string file, bool compile)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (!reader.ReadBytes(s_magic.Length).AsSpan().SequenceEqual(s_magic)) throw new ModelFileException($"{file}: is no parts file.");
        byte[] config = Encoding.UTF8.GetBytes(reader.ReadString());
        Model model = ModelFile.ReadModel(config, file, values: reader.ReadInt64());
        ReadWeights(reader, model, file);
        string compileConfig = reader.ReadString();
        if (!compile || compileConfig.Length == 0) return model;
        model.CompileFromConfig(JsonNode.Parse(compileConfig)!.AsObject());
        model.Optimizer!.SetState(ReadOptimizer(reader, model));
        return model;
    }

    private static void WriteWeights(BinaryWriter writer, Model model)
    {
        foreach (LayerTree node in LayerTree.Of(model).All())
        {
            for (int i = 0; i < node.Weights.Count; i++)
            {
                writer.Write($"{node.Path}/vars/{i}");
                WriteValues(writer, node.Weights[i].Value);
            }
        }
    }

    private static void ReadWeights(BinaryReader reader, Model model, string file)
    {
        var values = new Dictionary<Variable, Tensor>();
        foreach (LayerTree node in LayerTree.Of(model).All())
        {
            for (int i = 0; i < node.Weights.Count; i++)
            {
                string path = reader.ReadString(), expected = $"{node.Path}/vars/{i}";
                if (path != expected) throw new ModelFileException($"{file}: expected the weight {expected} but got {path}.");
                values.Add(node.Weights[i], ReadValues(reader, node.Weights[i].Shape));
            }
        }

        model.SetWeights([.. model.Weights.Select(weight => values[weight])]);
    }

    private static void WriteOptimizer(BinaryWriter writer, Model model, OptimizerState state)
    {
        List<Variable> weights = [.. model.Weights];
        writer.Write(state.Iteration);
        writer.Write(state.Slots.Count);
        foreach (OptimizerSlot slot in state.Slots)
        {
            writer.Write(slot.Weight is { } weight ? weights.IndexOf(weight) : -1);
            writer.Write(slot.Name);
            WriteValues(writer, slot.Value);
        }
    }

    private static OptimizerState ReadOptimizer(BinaryReader reader, Model model)
    {
        long iteration = reader.ReadInt64();
        var slots = new OptimizerSlot[reader.ReadInt32()];
        for (int i = 0; i < slots.Length; i++)
        {
            Variable? weight = reader.ReadInt32() is var place and >= 0 ? model.Weights[place] : null;
            slots[i] = new OptimizerSlot(weight, reader.ReadString(), ReadValues(reader, weight?.Shape ?? []));
        }

        return new OptimizerState(iteration, slots);
    }

    private static void WriteValues(BinaryWriter writer, Tensor tensor)
    {
        foreach (float value in tensor.Span) writer.Write(value);
    }

    private static Tensor ReadValues(BinaryReader reader, Shape shape)
    {
        Tensor tensor = Tensor.Zeros(shape);
        for (int i = 0; i < tensor.Size; i++) tensor.Span[i] = reader.ReadSingle();
        return tensor;
    }
}
