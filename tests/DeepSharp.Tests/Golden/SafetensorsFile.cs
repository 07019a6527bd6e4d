using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Reads a .safetensors file whole. Whole numbers and booleans become floats, as everywhere in the library.</summary>
internal static class SafetensorsFile
{
    public static Dictionary<string, Tensor> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        JsonObject header = JsonNode.Parse(file.AsSpan(8, headerLength))!.AsObject();
        var tensors = new Dictionary<string, Tensor>();
        foreach ((string name, JsonNode? entry) in header)
        {
            if (name == "__metadata__") continue;
            int[] offsets = [.. entry!["data_offsets"]!.AsArray().Select(offset => (int)offset!)];
            int[] shape = [.. entry["shape"]!.AsArray().Select(length => (int)length!)];
            ReadOnlySpan<byte> data = file.AsSpan(8 + headerLength)[offsets[0]..offsets[1]];
            tensors.Add(name, Tensor.From(Values(data, (string)entry["dtype"]!), Shape.Create(shape)));
        }

        return tensors;
    }

    private static float[] Values(ReadOnlySpan<byte> data, string type)
    {
        switch (type)
        {
            case "F32":
                return MemoryMarshal.Cast<byte, float>(data).ToArray();
            case "I32":
                int[] whole = MemoryMarshal.Cast<byte, int>(data).ToArray();
                return [.. whole.Select(value => (float)value)];
            case "BOOL":
                return [.. data.ToArray().Select(value => (float)value)];
            default:
                throw new FormatException($"Tensors of type {type} are not read.");
        }
    }
}
