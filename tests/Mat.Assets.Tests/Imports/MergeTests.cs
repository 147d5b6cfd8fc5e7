using FsCheck;
using FsCheck.Fluent;
using Mat.Assets.Imports;
using Mat.Assets.Register;

namespace Mat.Assets.Tests.Imports;

public sealed class MergeTests
{
    private const string Headings = "tag,serial,school,kind,name,room\n";

    [Fact]
    public void Serial_wins_over_tag_and_two_assets_are_a_conflict()
    {
        var register = new MemoryRegister();
        register.Import(Headings + "T1,S1,137666,laptop,One,\nT2,S2,137666,laptop,Two,\n");
        var outcomes = register.Import(Headings + "T9,S1,,,,\nT2,S1X,,,,\n");
        Assert.Equal((AssetImportResult.Updated, "T9"), (outcomes[0].Result, outcomes[0].Asset!.Tag));
        Assert.Equal("import.identity_conflict", outcomes[1].Reason!.Code);
        Assert.Equal("import.identity_conflict", register.Import(Headings + "T2,s1,,,,\n")[0].Reason!.Code);
    }

    [Fact]
    public void Repeat_in_the_file_is_skipped()
    {
        var outcomes = new MemoryRegister().Import(Headings + "T1,S1,137666,,,\nT2,s1,137666,,,\nt1,,137666,,,\n");
        Assert.Equal([AssetImportResult.Created, AssetImportResult.Skipped, AssetImportResult.Skipped], outcomes.Select(o => o.Result));
        Assert.Equal("import.duplicate_in_file", outcomes[1].Reason!.Code);
        Assert.Contains("Row 2", outcomes[1].Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_cells_change_nothing()
    {
        var register = new MemoryRegister();
        register.Import(Headings + "T1,S1,Oak Primary School,laptop,One,Room 1\n");
        Assert.Equal(AssetImportResult.Unchanged, register.Import(Headings + "T1,,,,,\n")[0].Result);
        var change = Assert.Single(register.Import(Headings + "T1,,,,,Room 2\n")[0].Changes);
        Assert.Equal(new AssetFieldChange("location", "Room 1", "Room 2"), change);
    }

    [Fact]
    public void School_is_named_supposed_or_the_row_fails()
    {
        Assert.Equal("import.unknown_school", new MemoryRegister().Import(Headings + "T1,S1,Nowhere,,,\n")[0].Reason!.Code);
        Assert.Equal("import.unknown_school", new MemoryRegister().Import(Headings + "T1,S1,Old Hall,,,\n")[0].Reason!.Code);
        Assert.Equal(Read.Elm.Id, new MemoryRegister(Read.Elm.Id).Import(Headings + "T1,S1,Nowhere,,,\n")[0].Asset!.SchoolId);
        Assert.Equal(Read.Oak.Id, new MemoryRegister(Read.Elm.Id).Import(Headings + "T1,S1,oak primary school,,,\n")[0].Asset!.SchoolId);
    }

    [Fact]
    public void Person_of_one_school_neither_adds_to_nor_takes_from_another()
    {
        var register = new MemoryRegister();
        register.Import(Headings + "T1,S1,137666,,,\n");
        var scoped = new MemoryRegister(writable: new HashSet<Guid> { Read.Elm.Id });
        Assert.Equal("import.unknown_school", scoped.Import(Headings + "T1,S1,137666,,,\n")[0].Reason!.Code);
        foreach (var asset in register.Assets)
            scoped.Known.Add(asset);
        Assert.Equal("import.other_school", scoped.Import(Headings + "T1,S1,140001,,,\n")[0].Reason!.Code);
    }

    [Fact]
    public void Retired_asset_is_not_brought_back()
    {
        var register = new MemoryRegister();
        register.Import("tag,school,status\nT1,137666,Archived\n");
        Assert.Equal(AssetStatus.Retired, register.Assets[0].Status);
        Assert.Equal(AssetImportResult.Unchanged, register.Import("tag,status\nT1,Deployed\n")[0].Result);
        Assert.Equal(AssetStatus.Retired, register.Assets[0].Status);
    }

    [Fact]
    public void Too_long_a_value_fails_the_row_and_leaves_the_asset()
    {
        var register = new MemoryRegister();
        register.Import(Headings + "T1,S1,137666,,One,\n");
        var outcome = register.Import(Headings + $"T1,S1,,,Two,{new string('x', 300)}\n")[0];
        Assert.Equal(("import.too_long", "One"), (outcome.Reason!.Code, register.Assets[0].Name));
    }

    /// <summary>Whatever the order of the rows, however often they are repeated and wherever the file is cut, the register ends the
    /// same.</summary>
    [Fact]
    public void Any_permutation_and_repetition_gives_the_same_register()
    {
        var row = Gen.Choose(1, 12).SelectMany(id =>
            Gen.Elements("laptop", "tablet", "")
            .Select(
                kind => $"T{id},S{id},{(id % 2 == 0 ? "137666" : "Elm Academy")},{kind},Name {id},{(id % 3 == 0 ? "" : "Room " + id)}"));
        var files = row.NonEmptyListOf().Select(l => l.DistinctBy(r => r.Split(',')[0]).ToArray())
            .SelectMany(rows => Gen.Shuffle(rows.Concat(rows.Where((_, i) => i % 2 == 0)).ToArray())
                .SelectMany(shuffled => Gen.Choose(0, shuffled.Length).Select(cut => (rows, shuffled, cut))));

        Prop.ForAll(files.ToArbitrary(), file =>
        {
            var once = new MemoryRegister();
            once.Import(Headings + string.Join('\n', file.rows));
            var often = new MemoryRegister();
            often.Import(Headings + string.Join('\n', file.shuffled.Take(file.cut)));
            often.Import(Headings + string.Join('\n', file.shuffled.Skip(file.cut)));
            var outcomes = often.Import(Headings + string.Join('\n', file.shuffled));
            return Picture(once) == Picture(often)
                && outcomes.TrueForAll(o => o.Result is AssetImportResult.Unchanged or AssetImportResult.Skipped);
        }).QuickCheckThrowOnFailure();

        static string Picture(MemoryRegister register) => string.Join('\n', register.Assets.OrderBy(a => a.TagKey)
            .Select(a => string.Join('|', AssetFields.All.Select(f => f.Read(a)))));
    }
}
