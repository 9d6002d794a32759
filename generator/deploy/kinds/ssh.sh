# What a deploy does at the host. ssh.py sends this file to `sh` there, with values for $parent,
# $name and some more before it, with lists of paths as functions (`placed`, `removed`, ...) behind
# it, and with the name of a step as the last line: of a script that is cut off, nothing is done.
#
#   $name                           what readers see: a link to a generation
#   $name.deploys/<generation>/     whole trees, never changed: this one, and the one before
#   $name.deploys/claim/<token>/    the deploy that is under way, and all that it needs:
#       word  incoming/  tree/  live  old/   since when; what was sent; the next tree and link;
#                                            trees that nobody needs any more
#   $name.deploys/taken-*           rubbish
#
# All that a deploy moves, it moves out of or into its own folder below `claim`. Who takes its claim
# moves that folder away, so what is left running of a deploy that was given up can do no harm: the
# switch itself is a move out of that folder.
#
# It is for any POSIX sh, with the programs of GNU, BusyBox or BSD.

set -eu
umask 022
LC_ALL=C
export LC_ALL

site=./$name
deploys=./$name.deploys
current=  # the generation that readers see; "" before the first

NO_FOLDER=41 REAL=42 ELSEWHERE=43 MISSING=44 HELD=45 NO_RSYNC=46 TAKEN=47 LINKED=48 NOT_WRITABLE=49

look() {
    cd "$parent" 2>/dev/null || exit $NO_FOLDER
    current=
    if [ -h "$site" ]; then
        current=$(readlink "$site")
        case $current in
        "$name.deploys"/*/*) printf '%s\n' "$current" && exit $ELSEWHERE ;;
        "$name.deploys"/?*) current=./$current ;;
        *) printf '%s\n' "$current" && exit $ELSEWHERE ;;
        esac
        [ -d "$current" ] || current=
    elif [ -e "$site" ]; then
        exit $REAL
    fi
}

read_file() {
    look
    [ -n "$current" ] && [ -f "$current/$path" ] || exit $MISSING
    cat "$current/$path"
}

begin() {
    look
    command -v rsync >/dev/null || exit $NO_RSYNC
    [ -w . ] && mkdir -p "$deploys" && [ -w "$deploys" ] || exit $NOT_WRITABLE
    claim
    # Copied as links, since what is left running of the other deploy may still write into its own.
    # Each file is compared with the one to send before it is relied upon.
    for other in "$deploys/taken-$token".*/incoming; do
        [ ! -d "$other" ] || link_all "$other" "$deploys/claim/$token/incoming" || :
    done
    rm -rf "$deploys/taken-$token".* || :
    look  # again: while nobody else can change it
    [ ! -f "$current/$head" ] || cat "$current/$head"
}

# A claim comes into being with its owner in it. Where there is one, `mv` puts ours inside instead.
# An empty one is nobody's: what was in it was taken away, and there was no time to remove it.
claim() {
    made=$deploys/new-$token
    mkdir -m 700 "$made"
    mkdir "$made/$token" "$made/$token/incoming"
    printf '%s\n' "$at" >"$made/$token/word"
    for attempt in 1 2 3 4 5 6; do
        [ $attempt -lt 4 ] || sleep 1  # others came at the same moment
        rmdir "$deploys/claim" 2>/dev/null || :
        mv "$made" "$deploys/claim" 2>/dev/null || :
        [ ! -d "$deploys/claim/$token" ] || return 0
        [ ! -d "$deploys/claim/new-$token" ] || mv "$deploys/claim/new-$token" "$deploys/" || :
        take_away
    done
    busy
}

take_away() {
    owner=
    for each in "$deploys/claim"/*; do
        case $each in */new-* | */\*) ;; *) owner=${each##*/} ;; esac
    done
    if [ -z "$owner" ]; then
        [ $attempt -lt 4 ] || rm -rf "$deploys/claim"/new-*  # of one who was killed just there
        return 0
    fi
    case " $mine " in *" $owner "*) ;; *) [ -n "$take_over" ] || busy ;; esac
    mv "$deploys/claim/$owner" "$deploys/taken-$token.$attempt" 2>/dev/null || :
}

busy() {
    rm -rf "$made"
    cat "$deploys/claim/$owner/word" 2>/dev/null || :
    exit $HELD
}

# Make a tree of hard links to the files of another. rsync makes a copy where no link can be made,
# as of a file that belongs to somebody else.
link_all() {
    cp -al "$1/." "$2/" 2>/dev/null || rsync -rlpt --link-dest="$(pwd -P)/$1" "$1/" "$2/"
}

finish() {
    look
    work=$deploys/claim/$token
    [ -d "$work/incoming" ] || exit $TAKEN
    trap '[ -d "$work" ] || exit $TAKEN' EXIT  # whatever failed, failed for that reason
    rm -rf "$work/tree"
    mkdir -p "$work/tree" "$work/old"
    [ -z "$current" ] || link_all "$current" "$work/tree"
    change
    sync -f "$work/tree" 2>/dev/null || sync
    mv "$work/tree" "$deploys/$generation"
    switch
    clear_up || :  # readers have it all; the next deploy clears up as well
    trap - EXIT
    release
}

# Change the tree by names alone: the files are those of the tree that readers are in.
change() {
    folders | while IFS= read -r folder; do
        [ ! -h "$work/tree/$folder" ] || { printf '%s\n' "$folder" && exit $LINKED; }
    done
    (cd "$work/tree" && removed | as_arguments | xargs -0 rm -f)
    (cd "$work/tree" && emptied | as_arguments | xargs -0 rmdir 2>/dev/null) || :
    (cd "$work/tree" && placed | as_arguments | xargs -0 rm -f)
    placed | as_arguments | rsync -lpt --from0 --files-from=- --no-implied-dirs \
        --link-dest="$(pwd -P)/$work/incoming" "$work/incoming/" "$work/tree/"
    placed | while IFS= read -r file; do
        [ -f "$work/tree/$file" ] || { printf '%s\n' "$file is missing" >&2 && exit 1; }
    done
}

# A name may begin with what a program takes for an option, or for a comment.
as_arguments() {
    sed 's|^|./|' | tr '\n' '\0'
}

# GNU and BusyBox know -T, BSD knows -h: the link itself is replaced, in one step.
switch() {
    ln -s -- "$name.deploys/$generation" "$work/live"
    said=$(mv -fT "$work/live" "$site" 2>&1) || mv -fh "$work/live" "$site" 2>/dev/null ||
        { printf '%s\n' "$said" >&2 && exit 1; }
    [ "$(readlink "$site")" = "$name.deploys/$generation" ]
}

clear_up() {
    for each in "$deploys"/[0-9]*Z-*; do
        case $each in
        "$deploys/$generation" | "$current") ;;
        *) [ ! -d "$each" ] || mv "$each" "$work/old/" ;;  # which is not there, where the claim was taken
        esac
    done
    rm -rf "$deploys"/taken-* "$deploys"/new-*
}

# Remove all that readers do not see, and say so where it stays.
forget() {
    look
    work=$deploys/claim/$token
    [ -d "$work/incoming" ] || exit $TAKEN
    trap '[ -d "$work" ] || exit $TAKEN' EXIT
    generation=${current##*/}
    mkdir -p "$work/old"
    clear_up
    trap - EXIT
    release
    [ ! -d "$deploys/taken-$token" ]  # `rm` has said why
}

release() {
    cd "$parent"  # this is a step, too
    mv "$deploys/claim/$token" "$deploys/taken-$token" && rmdir "$deploys/claim" || :
    rm -rf "$deploys/taken-$token" || :
}
