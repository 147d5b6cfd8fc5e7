using System.Text;
using Mat.Trust.Schools;
using Mat.Trust.Schools.Register;

namespace Mat.Trust.Tests.Schools;

public sealed class RegisterFileTests
{
    [Fact]
    public void Headings_are_the_140_of_the_register() => Assert.Equal(140, GiasCsv.Headings.Distinct().Count());

    [Fact]
    public async Task Rows_of_the_trust_are_taken_and_no_others()
    {
        var content = await Read(GiasCsv.Sample());

        Assert.Null(content.Refusal);
        Assert.Equal(6, content.Rows);
        Assert.Equal(["900001", "900002", "900003"], content.Matched.Select(m => m.Urn));
        Assert.Empty(content.Problems);
    }

    [Fact]
    public async Task Latin_1_bytes_become_their_characters()
    {
        var entries = Entries(await Read(GiasCsv.Sample()));

        Assert.Equal("St Anselm’s Primary École", entries[0].Name);
        Assert.Equal("Brackenfield \"High\" School, Upper Site", entries[1].Name);
        Assert.Equal("Dr Zoë O’Hara", entries[1].Head);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Utf_8_is_noticed_with_and_without_its_mark(bool mark)
    {
        var content = await GiasFile.ReadAsync(new MemoryStream(GiasCsv.Sample().Utf8(mark)), Filter(),
            TestContext.Current.CancellationToken);

        Assert.Equal("St Anselm’s Primary École", Entries(content)[0].Name);
    }

    [Fact]
    public async Task Identifiers_keep_their_leading_zeros_and_telephones_get_theirs()
    {
        var entry = Entries(await Read(GiasCsv.Sample()))[0];

        Assert.Equal("0001", entry.EstablishmentNumber);
        Assert.Equal("01632960101", entry.Telephone);
        Assert.Equal("https://www.st-anselms.example.sch.uk", entry.Website);
        Assert.Equal(new DateOnly(2016, 9, 1), entry.OpenedOn);
    }

    [Fact]
    public async Task Closed_school_is_read_as_closed_with_its_day()
    {
        var entry = Entries(await Read(GiasCsv.Sample()))[2];

        Assert.Equal(SchoolStatus.Closed, entry.Status);
        Assert.Equal(new DateOnly(2024, 8, 31), entry.ClosedOn);
    }

    [Fact]
    public async Task Overseas_school_asked_for_by_urn_keeps_its_telephone()
    {
        var content = await Read(GiasCsv.Sample(), new GiasFilter(null, new HashSet<string> { "900102" }));

        var entry = Assert.Single(Entries(content));
        Assert.Equal("971046000000", entry.Telephone);
        Assert.Null(entry.Postcode);
        Assert.Null(entry.TrustUid);
        Assert.Equal(SchoolPhase.NotApplicable, entry.Phase);
    }

    [Fact]
    public async Task Conversion_to_an_academy_is_two_schools_of_one_name()
    {
        var file = new GiasCsv()
            .Add("100500", "Hill School", ("EstablishmentStatus (code)", "2"), ("CloseDate", "31-08-2023"),
                ("Trusts (code)", GiasCsv.Trust))
            .Add("150500", "Hill School", ("OpenDate", "01-09-2023"));

        Assert.Equal([("100500", SchoolStatus.Closed), ("150500", SchoolStatus.Open)],
            Entries(await Read(file)).Select(e => (e.Urn, e.Status)));
    }

    [Fact]
    public async Task Group_id_is_text_and_another_thing_than_the_group_uid()
    {
        var content = await Read(GiasCsv.Sample(), Filter("TR03104"));

        Assert.Empty(content.Matched);
        Assert.Equal("trust.not_found", Assert.Single(content.Problems).Code);
    }

    [Fact]
    public async Task Urn_that_the_file_lacks_is_reported()
    {
        var content = await Read(GiasCsv.Sample(), new GiasFilter(null, new HashSet<string> { "900001", "999999" }));

        var problem = Assert.Single(content.Problems);
        Assert.Equal((0, "urn.not_found"), (problem.Row, problem.Code));
    }

    [Fact]
    public async Task Bad_value_is_reported_by_row_and_the_rest_of_the_row_counts()
    {
        var content = await Read(new GiasCsv().Add("900001", "A")
            .Add("900002", "B", ("OpenDate", "31-02-2020"), ("NumberOfPupils", "2,1")));

        Assert.Equal([(3, "NumberOfPupils"), (3, "OpenDate")], content.Problems.Select(p => (p.Row, p.Column!)).OrderBy(p => p));
        var row = content.Matched[1];
        Assert.Equal("B", row.Entry!.Name);
        Assert.Equal(["NumberOfPupils", "OpenDate"], row.Unreadable.Order());
    }

    [Theory]
    [InlineData("URN", "12X456", "urn.invalid")]
    [InlineData("EstablishmentName", " ", "name.missing")]
    public async Task Row_without_what_a_school_needs_is_left_out(string column, string value, string code)
    {
        var content = await Read(new GiasCsv().Add("900001", "A", (column, value)).Add("900002", "B"));

        Assert.Equal((2, code), (content.Problems[0].Row, content.Problems[0].Code));
        Assert.Equal(["900002"], Entries(content).Select(e => e.Urn));
    }

    [Fact]
    public async Task Status_nobody_knows_is_not_guessed()
    {
        var content = await Read(
            new GiasCsv().Add("900001", "A", ("EstablishmentStatus (code)", "9"), ("EstablishmentStatus (name)", "Dormant")));

        Assert.Equal("status.unknown", Assert.Single(content.Problems).Code);
        Assert.Empty(Entries(content));
    }

    [Fact]
    public async Task Status_is_found_by_its_name_when_the_code_is_strange()
    {
        var content = await Read(
            new GiasCsv().Add("900001", "A", ("EstablishmentStatus (code)", "42"),
                ("EstablishmentStatus (name)", "Open, but proposed to close")));

        Assert.Equal(SchoolStatus.ProposedToClose, Assert.Single(Entries(content)).Status);
    }

    [Fact]
    public async Task Phase_nobody_knows_yet_does_not_lose_the_school()
    {
        var content = await Read(
            new GiasCsv().Add("900001", "A", ("PhaseOfEducation (code)", "12"), ("PhaseOfEducation (name)", "Lifelong")));

        Assert.Equal(SchoolPhase.NotApplicable, Assert.Single(Entries(content)).Phase);
        Assert.Empty(content.Problems);
    }

    [Fact]
    public async Task Second_row_with_the_same_urn_is_refused()
    {
        var content = await Read(new GiasCsv().Add("900001", "A").Add("900001", "B"));

        Assert.Equal("A", Assert.Single(Entries(content)).Name);
        Assert.Equal("urn.duplicate", Assert.Single(content.Problems).Code);
    }

    [Fact]
    public async Task Row_cut_off_is_an_error_if_it_is_ours_and_nothing_if_not()
    {
        var content = await Read(new GiasCsv().Add("900001", "A").AddLine("900002,878,Devon,0002,Cut off"),
            new GiasFilter(null, new HashSet<string> { "900001", "900002" }));
        Assert.Equal("row.columns", Assert.Single(content.Problems).Code);

        Assert.Empty((await Read(new GiasCsv().Add("900001", "A").AddLine("900555,878,Devon,0002,Cut off"))).Problems);
    }

    [Fact]
    public async Task Stray_quote_in_a_value_is_part_of_it()
    {
        var line = new GiasCsv().Add("900001", "@").Text("\n").Split('\n')[1].Replace("@", "The 6\" Rule School", StringComparison.Ordinal);

        Assert.Equal("The 6\" Rule School", Assert.Single(Entries(await Read(new GiasCsv().AddLine(line)))).Name);
    }

    [Theory]
    [InlineData("", "import.empty")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "import.not_csv")]
    [InlineData("{\"error\":\"not found\"}", "import.not_csv")]
    [InlineData("PK\u0003\u0004rest", "import.archive")]
    [InlineData("Name,Email\r\nA,b@c\r\n", "import.headings")]
    public async Task Implausible_file_is_refused(string text, string code)
    {
        var content = await GiasFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Filter(),
            TestContext.Current.CancellationToken);

        Assert.Equal(code, content.Refusal?.Code);
        Assert.Empty(content.Matched);
    }

    [Fact]
    public async Task File_without_rows_or_with_an_open_quote_is_refused()
    {
        Assert.Equal("import.empty", (await Read(new GiasCsv())).Refusal?.Code);
        Assert.Equal("import.malformed", (await Read(new GiasCsv().AddLine("900001,\"878").Fill(200))).Refusal?.Code);
    }

    [Fact]
    public async Task National_file_is_read_row_by_row()
    {
        var bytes = new GiasCsv().Add("900001", "A").Fill(20_000).Bytes();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var content = await GiasFile.ReadAsync(new MemoryStream(bytes), Filter(), TestContext.Current.CancellationToken);

        Assert.Equal(20_001, content.Rows);
        Assert.Single(content.Matched);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1_000_000);
    }

    private static GiasFilter Filter(string trust = GiasCsv.Trust) => new(trust, new HashSet<string>());

    private static Task<GiasContent> Read(GiasCsv file, GiasFilter? filter = null) =>
        GiasFile.ReadAsync(new MemoryStream(file.Bytes()), filter ?? Filter(), TestContext.Current.CancellationToken);

    private static List<GiasEntry> Entries(GiasContent content) =>
        [.. content.Matched.Where(m => m.Entry is not null).Select(m => m.Entry!)];
}
