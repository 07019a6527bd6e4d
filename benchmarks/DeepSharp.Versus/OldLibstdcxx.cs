using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepSharp.Versus;

/// <summary>Lets TorchSharp load on systems whose libstdc++ is older than GCC 13's, such as Debian 12. Elsewhere it does nothing.</summary>
/// <remarks>
/// <para>libLibTorchSharp.so 0.107 says that it needs the version GLIBCXX_3.4.32 of libstdc++, and the loader refuses it where that is
/// missing. All it takes from that version is the name <c>std::ios_base_library_init</c>: GCC 13's &lt;iostream&gt; mentions it so that
/// the library gets linked, and nothing calls it. So the need can be marked as weak, which the loader lets pass: one flag in the table of
/// needed versions.</para>
/// <para>Only the copy in this program's own folder is changed. The ELF structures are those of elf.h, 64-bit and little-endian.</para>
/// </remarks>
internal static class OldLibstdcxx
{
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const uint NeededVersions = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    public static void LetTorchSharpLoad()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        if (!File.Exists(library)) return;
        try
        {
            NativeLibrary.Load(library);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(MissingVersion, StringComparison.Ordinal))
        {
            byte[] image = File.ReadAllBytes(library);
            MarkAsWeak(image);
            // A new file: the old one may be a link into the package cache.
            File.Delete(library);
            File.WriteAllBytes(library, image);
        }
    }

    // Elf64_Ehdr: e_shoff at 0x28, e_shentsize at 0x3A, e_shnum at 0x3C.
    private static void MarkAsWeak(byte[] image)
    {
        int sections = (int)BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(0x28));
        int size = UInt16(image, 0x3A), count = UInt16(image, 0x3C);
        for (int i = 0; i < count; i++)
        {
            // Elf64_Shdr: sh_type at 4, sh_offset at 24, sh_link at 40 (here the section of the names).
            int section = sections + i * size;
            if (UInt32(image, section + 4) != NeededVersions) continue;
            int names = (int)UInt32(image, sections + (int)UInt32(image, section + 40) * size + 24);
            MarkAsWeak(image, (int)UInt32(image, section + 24), names);
        }
    }

    // A list of Elf64_Verneed, one for each library (vn_cnt at 2, vn_aux at 8, vn_next at 12), each with a list of Elf64_Vernaux, one for
    // each version (vna_flags at 4, vna_name at 8, vna_next at 12). Offsets are from the entry's own start; 0 ends a list.
    private static void MarkAsWeak(byte[] image, int need, int names)
    {
        while (true)
        {
            int version = need + (int)UInt32(image, need + 8);
            for (int i = 0; i < UInt16(image, need + 2); i++)
            {
                if (NameAt(image, names + (int)UInt32(image, version + 8)) == MissingVersion) image[version + 4] |= (byte)Weak;
                version += (int)UInt32(image, version + 12);
            }

            int next = (int)UInt32(image, need + 12);
            if (next == 0) return;
            need += next;
        }
    }

    private static string NameAt(byte[] image, int start) =>
        Encoding.ASCII.GetString(image.AsSpan(start, image.AsSpan(start).IndexOf((byte)0)));

    private static ushort UInt16(byte[] image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at));

    private static uint UInt32(byte[] image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));
}
